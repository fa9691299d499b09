package dev.meterlark.worker.wasm;

import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.RuntimeApi;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandbox;
import dev.meterlark.worker.sandbox.Sandboxes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All sandboxes of this node: modules in their account's host, everything else as before. */
final class WasmSandboxes implements Sandboxes, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WasmSandboxes.class);
    private static final String FAMILY = "wasm";
    static final String RUNTIME = "wasm1";
    private static final String MODULE = "function.wasm";
    private static final Need NOTHING = new Need(0, 0);

    /** From here on a module is compiled where it takes nothing from calls. */
    private static final long LARGE = 512 << 10;

    /** A host's reader does not wait for the disk. */
    private static final Executor ASIDE = work -> Thread.ofVirtual().name("wasm-kept").start(work);

    private final Sandboxes others;
    private final KeptCode kept;
    private final RuntimeApi api = new RuntimeApi(1);
    private final Hosts hosts;

    /** Whether modules run although nothing isolates them, because the operator wants it so. */
    private final Supplier<Boolean> reduced;

    /**
     * @param data the platform's folder
     */
    WasmSandboxes(Sandboxes others, WasmProperties properties, Path data, InstantSource clock)
            throws IOException {
        this.others = others;
        this.kept = new KeptCode(data.resolve("wasm/code"), properties.keptCode().toBytes());
        Path nothing = Files.createDirectories(data.resolve("wasm/nothing"));
        var children = new Children(api);
        this.reduced = Unisolated.asWanted(properties, others, children);
        var starting =
                new HostStart(
                        spec -> reduced.get() ? children.start(spec) : others.start(spec, nothing),
                        RUNTIME,
                        api,
                        properties,
                        clock);
        this.hosts = new Hosts(starting, properties);
    }

    @Override
    public List<RuntimeOffer> runtimes() {
        return reduced.get() ? List.of(Unisolated.OFFER) : others.runtimes();
    }

    @Override
    public IsolationReport isolation() {
        return reduced.get() ? Unisolated.REPORT : others.isolation();
    }

    @Override
    public int blank() {
        return others.blank();
    }

    @Override
    public Sandbox start(SandboxSpec spec, Path code) throws NoSandboxException {
        if (!spec.runtime().startsWith(FAMILY)) {
            return others.start(spec, code);
        }
        requireOffered(spec);
        return hosts.withRoom(spec.account(), Need.of(spec)).open(spec, source(spec, code, ASIDE));
    }

    private void requireOffered(SandboxSpec spec) throws NoSandboxException {
        List<String> names = runtimes().stream().map(RuntimeOffer::name).toList();
        if (!names.contains(spec.runtime())) {
            throw new NoSandboxException(
                    "There is no runtime %s here, but: %s"
                            .formatted(spec.runtime(), String.join(", ", names)));
        }
    }

    /** Has a module compiled where its account's calls will run. Blocks until that is done. */
    @Override
    public void prepare(SandboxSpec spec, Path code) throws NoSandboxException {
        if (!spec.runtime().startsWith(FAMILY)) {
            others.prepare(spec, code);
            return;
        }
        requireOffered(spec);
        try {
            if (isLarge(code) && kept.of(spec.account(), spec.code()).length == 0) {
                compileApart(spec, code);
            }
            Host host = hosts.withRoom(spec.account(), NOTHING);
            host.prepare(spec.code(), source(spec, code, ASIDE)).join();
        } catch (IOException | CompletionException e) {
            log.debug("Module {} could not be compiled ahead", spec.code(), e);
        }
    }

    private static boolean isLarge(Path code) throws IOException {
        return Files.size(code.resolve(MODULE)) > LARGE;
    }

    /**
     * In a host that nobody calls, and that has no further use: it takes seconds and much memory.
     */
    private void compileApart(SandboxSpec spec, Path code) throws NoSandboxException, IOException {
        Host host = hosts.once();
        try {
            host.prepare(spec.code(), source(spec, code, Runnable::run)).join();
        } finally {
            host.sandbox().kill("it has compiled what it was started for");
        }
    }

    private HostModules.Source source(SandboxSpec spec, Path code, Executor keeping) {
        return new HostModules.Source() {
            @Override
            public byte[] module() throws IOException {
                return Files.readAllBytes(code.resolve(MODULE));
            }

            @Override
            public byte[] classes() {
                return kept.of(spec.account(), spec.code());
            }

            @Override
            public void made(byte[] classes) {
                keeping.execute(() -> kept.keep(spec.account(), spec.code(), classes));
            }
        };
    }

    @Override
    public void close() {
        hosts.close();
        api.close();
    }
}

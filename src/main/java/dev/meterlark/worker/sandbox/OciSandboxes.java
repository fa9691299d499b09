package dev.meterlark.worker.sandbox;

import dev.meterlark.network.Names;
import dev.meterlark.shared.Egress;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.OpenedNetworks;
import dev.meterlark.worker.PlatformDoor;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxSpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Sandboxes of this node. What works is found out in the background from the first moment on;
 * whoever asks before it is known waits.
 */
final class OciSandboxes implements Sandboxes, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OciSandboxes.class);

    private final Executor background =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("sandbox-boot-", 0).factory());
    private final Belongings belongings = new Belongings();
    private final Set<OciSandbox> alive = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Isolation> isolation;
    private final CompletableFuture<Map<String, RuntimeImage>> images;
    private final CompletableFuture<IsolationReport> report;
    private final CompletableFuture<Optional<Learning>> learning;
    private final CompletableFuture<Optional<Blanks>> blanks;
    private volatile boolean closed;

    /** What is beyond the sandboxes. */
    record Surroundings(Names names, PlatformDoor platform, OpenedNetworks opened) {}

    /**
     * @param node a name for what it makes on this machine, of {@code a-z0-9-} only
     */
    OciSandboxes(SandboxProperties properties, String node) {
        this(properties, node, Names.ofTheMachine());
    }

    OciSandboxes(SandboxProperties properties, String node, Names names) {
        this(
                properties,
                node,
                new Surroundings(names, PlatformDoor.CLOSED, OpenedNetworks.NONE),
                null);
    }

    /**
     * @param kept where it is kept what JVMs write down of their starts; null for nowhere
     */
    OciSandboxes(
            SandboxProperties properties,
            String node,
            Surroundings surroundings,
            @Nullable Path kept) {
        isolation =
                CompletableFuture.supplyAsync(
                        () -> new Boot(properties, node, surroundings, belongings).isolate(),
                        background);
        List<Family> families =
                List.of(
                        new NodeFamily(properties.node()),
                        new PythonFamily(properties.python()),
                        new JavaFamily(properties.javaHomes()),
                        new ProvidedFamily(),
                        new WasmFamily());
        images = isolation.thenApplyAsync(found -> images(found, families), background);
        report = images.handleAsync((_, _) -> report(isolation.join()), background);
        learning = images.thenApply(offered -> learning(properties, kept, offered));
        blanks = images.thenCombine(learning, (offered, _) -> blanks(properties.blank(), offered));
    }

    @Override
    public List<RuntimeOffer> runtimes() {
        return images.join().values().stream().map(RuntimeImage::offer).toList();
    }

    @Override
    public IsolationReport isolation() {
        IsolationReport first = isolation.join().report();
        return report.getNow(first);
    }

    private static IsolationReport report(Isolation found) {
        Isolation.Ready ready = found.ready();
        if (ready == null) {
            return found.report();
        }
        try {
            var look = new LookingAround(ready.launcher(), ready.trials());
            return found.report().with(look.read(ready.provided()));
        } catch (IOException | NoSandboxException | RuntimeException e) {
            log.warn("Which controls hold here could not be read", e);
            return found.report();
        }
    }

    @Nullable RuntimeImage image(String runtime) {
        return images.join().get(runtime);
    }

    /** What boot found, or null when no sandbox can be made. */
    Isolation.@Nullable Ready ready() {
        return isolation.join().ready();
    }

    @Override
    public Sandbox start(SandboxSpec spec, Path code) throws NoSandboxException {
        Isolation.Ready ready = isolation.join().ready();
        if (ready == null) {
            throw new NoSandboxException(isolation().explanation());
        }
        RuntimeImage image = images.join().get(spec.runtime());
        if (image == null) {
            throw new NoSandboxException(
                    "There is no runtime %s here, but: %s"
                            .formatted(spec.runtime(), String.join(", ", images.join().keySet())));
        }
        if (closed) {
            throw new NoSandboxException("The platform is going down");
        }
        if (spec.egress() == Egress.INTERNET) {
            ready.launcher().ways().check();
        }
        OciSandbox trained = learned(image, spec, code);
        if (trained != null) {
            return trained;
        }
        OciSandbox blank = specialized(ready.launcher(), image, spec, code);
        if (blank != null) {
            return blank;
        }
        OciSandbox sandbox = ready.launcher().start(image, spec, code);
        adopt(sandbox);
        return sandbox;
    }

    private void adopt(OciSandbox sandbox) {
        alive.add(sandbox);
        sandbox.onClose(() -> alive.remove(sandbox));
        if (closed) {
            sandbox.close();
        }
    }

    @Override
    public void prepare(SandboxSpec spec, Path code) throws NoSandboxException {
        RuntimeImage image = images.join().get(spec.runtime());
        Learning ours = learning.join().orElse(null);
        if (image != null && ours != null && !closed) {
            ours.prepare(image, spec, code);
        }
    }

    private @Nullable OciSandbox learned(RuntimeImage image, SandboxSpec spec, Path code) {
        Learning ours = learning.getNow(Optional.empty()).orElse(null);
        OciSandbox sandbox = ours == null ? null : ours.start(image, spec, code);
        if (sandbox != null) {
            adopt(sandbox);
        }
        return sandbox;
    }

    private Optional<Learning> learning(
            SandboxProperties properties,
            @Nullable Path folder,
            Map<String, RuntimeImage> offered) {
        Isolation.Ready ready = isolation.join().ready();
        if (ready == null
                || folder == null
                || !properties.aot().enabled()
                || !ready.launcher().runtime().sharesKernel()) {
            return Optional.empty();
        }
        try {
            var ours = new Learning(ready.launcher(), folder, properties.aot(), this::adopt);
            ours.begin(offered.values());
            later(properties.blank().firstAfter())
                    .execute(() -> ours.trainRuntimes(offered.values(), () -> closed));
            return Optional.of(ours);
        } catch (IOException e) {
            log.warn("What JVMs write down of their starts cannot be kept", e);
            return Optional.empty();
        }
    }

    /** When the platform's own start is over. */
    private Executor later(Duration delay) {
        return CompletableFuture.delayedExecutor(
                delay.toMillis(), TimeUnit.MILLISECONDS, background);
    }

    /** A blank one made that of the function; null when a fresh one has to be started. */
    private @Nullable OciSandbox specialized(
            Launcher launcher, RuntimeImage image, SandboxSpec spec, Path code)
            throws NoSandboxException {
        Blanks stocks = blanks.getNow(Optional.empty()).orElse(null);
        if (stocks == null || !FunctionEnvironment.canComeLate(spec)) {
            return null;
        }
        OciSandbox blank = stocks.take(image, spec.memoryMiB());
        if (blank == null) {
            return null;
        }
        try {
            launcher.specialize(blank, spec, code);
            return blank;
        } catch (NoSandboxException e) {
            blank.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            log.warn("A blank sandbox could not be used; another one is started", e);
            blank.close();
            return null;
        }
    }

    private Optional<Blanks> blanks(BlankProperties properties, Map<String, RuntimeImage> offered) {
        Isolation.Ready ready = isolation.join().ready();
        if (ready == null || !properties.enabled() || !ready.launcher().runtime().sharesKernel()) {
            return Optional.empty();
        }
        var stocks = new Blanks(ready.launcher(), properties, this::adopt);
        stocks.begin(offered.values());
        return Optional.of(stocks);
    }

    @Override
    public int blank() {
        return blanks.getNow(Optional.empty()).map(Blanks::waiting).orElse(0);
    }

    /** Connections beyond sandboxes that are open now; 0 until it is known that any can be. */
    int connectionsOut() {
        Launcher launcher = launcherNow();
        return launcher == null ? 0 : launcher.ways().connections();
    }

    /** Connections of sandboxes to the platform that are open now. */
    int connectionsIn() {
        Launcher launcher = launcherNow();
        return launcher == null ? 0 : launcher.relays().connections();
    }

    private @Nullable Launcher launcherNow() {
        Isolation found = isolation.isCompletedExceptionally() ? null : isolation.getNow(null);
        Isolation.Ready ready = found == null ? null : found.ready();
        return ready == null ? null : ready.launcher();
    }

    private Map<String, RuntimeImage> images(Isolation found, List<Family> families) {
        Isolation.Ready ready = found.ready();
        if (ready == null) {
            return Map.of();
        }
        List<CompletableFuture<List<RuntimeImage>>> tried = new ArrayList<>();
        for (Family family : families) {
            tried.add(CompletableFuture.supplyAsync(() -> offered(family, ready), background));
        }
        Map<String, RuntimeImage> offered = new LinkedHashMap<>();
        tried.forEach(
                each -> each.join().forEach(image -> offered.put(image.offer().name(), image)));
        log.info("Runtimes: {}", String.join(", ", offered.keySet()));
        return offered;
    }

    private static List<RuntimeImage> offered(Family family, Isolation.Ready ready) {
        List<RuntimeImage> offered = new ArrayList<>();
        try {
            boolean isBuilt = family.name().equals(ready.provided().offer().family());
            List<RuntimeImage> found =
                    isBuilt ? List.of(ready.provided()) : family.build(ready.images());
            for (RuntimeImage image : found) {
                ready.trials().tryRuntime(ready.launcher(), image, family.trial());
                offered.add(image);
            }
        } catch (IOException | NoSandboxException | RuntimeException e) {
            log.warn("The runtime {} is not offered: {}", family.name(), e.getMessage(), e);
        }
        return offered;
    }

    /** Ends every sandbox and leaves nothing on the machine. */
    @Override
    public void close() {
        closed = true;
        report.handle((_, _) -> true).join();
        blanks.exceptionally(_ -> Optional.empty()).join().ifPresent(Blanks::close);
        var endings =
                alive.stream()
                        .map(each -> CompletableFuture.runAsync(each::close, background))
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(endings).join();
        belongings.remove();
    }
}

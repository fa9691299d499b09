package dev.meterlark.worker.wasm;

import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandbox;
import dev.meterlark.worker.sandbox.Sandboxes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** WebAssembly on a machine where no OCI runtime works: offered when asked for, after a trial. */
final class Unisolated {

    private static final Logger log = LoggerFactory.getLogger(Unisolated.class);

    static final RuntimeOffer OFFER =
            new RuntimeOffer(WasmSandboxes.RUNTIME, "wasm", "WASI preview 1, not isolated");

    static final IsolationReport REPORT =
            new IsolationReport(
                    "reduced",
                    "a process without privileges",
                    "No OCI runtime works here. WebAssembly alone is offered, because"
                        + " meterlark.wasm.without-isolation says so: each account's modules run in"
                        + " one Java process without privileges, and nothing but that Java keeps"
                        + " them in. It is for a machine of your own. For the rest: apt-get install"
                        + " crun, or runc, and run as root.");

    private Unisolated() {}

    /** Known once the other sandboxes are; whoever asks before waits. */
    static Supplier<Boolean> asWanted(
            WasmProperties properties, Sandboxes others, Children children) {
        if (!properties.withoutIsolation()) {
            return () -> false;
        }
        CompletableFuture<Boolean> works =
                CompletableFuture.supplyAsync(
                        () -> !others.isolation().available() && works(children, properties),
                        work -> Thread.ofVirtual().name("wasm-trial").start(work));
        return works::join;
    }

    private static boolean works(Children children, WasmProperties properties) {
        SandboxSpec spec = HostStart.spec(properties.hostMemoryMiB(), WasmSandboxes.RUNTIME);
        try (Sandbox child = children.start(spec)) {
            var ended = child.exit().thenApply(SandboxExit::explanation);
            Object first =
                    CompletableFuture.anyOf(child.conversation().ready(), ended)
                            .orTimeout(properties.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
                            .join();
            if (first instanceof Readiness.Ready) {
                return true;
            }
            log.warn("WebAssembly is not offered: its process {}", first);
        } catch (NoSandboxException | RuntimeException e) {
            log.warn("WebAssembly is not offered", e);
        }
        return false;
    }
}

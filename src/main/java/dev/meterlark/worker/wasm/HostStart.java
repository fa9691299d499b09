package dev.meterlark.worker.wasm;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Outlet;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.protocol.RuntimeApi;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandbox;
import dev.meterlark.worker.sandbox.WasmHostProgram;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts a host and shakes hands with it. */
final class HostStart {

    /** Of the heap: for compiling, and for what the host itself keeps. */
    private static final int HOST_ITSELF_MIB = 128;

    private static final String NOBODY = "arn:aws:lambda:local:000000000000:function:wasm-host";

    /** Where the sandbox of a host comes from. */
    interface Sandboxes {
        Sandbox start(SandboxSpec spec) throws NoSandboxException;
    }

    private final Sandboxes sandboxes;
    private final String runtime;
    private final RuntimeApi api;
    private final WasmProperties properties;
    private final InstantSource clock;

    HostStart(
            Sandboxes sandboxes,
            String runtime,
            RuntimeApi api,
            WasmProperties properties,
            InstantSource clock) {
        this.sandboxes = sandboxes;
        this.runtime = runtime;
        this.api = api;
        this.properties = properties;
        this.clock = clock;
    }

    /** The usual size, or larger for a function that would not fit in. */
    static int memoryMiB(Need need, WasmProperties properties) {
        long wanted = need.heapMiB() + WasmHostProgram.BESIDE_HEAP_MIB + HOST_ITSELF_MIB;
        return (int) Math.max(properties.hostMemoryMiB(), Math.min(wanted, 1 << 20));
    }

    /** Blocks until it can take orders: some hundred milliseconds. */
    Host start(int memoryMiB) throws NoSandboxException {
        Sandbox sandbox = sandboxes.start(spec(memoryMiB, runtime));
        boolean started = false;
        try {
            HostLink link = connect(sandbox);
            int heapMiB = memoryMiB - WasmHostProgram.BESIDE_HEAP_MIB - HOST_ITSELF_MIB;
            var host = new Host(sandbox, link, api, properties, heapMiB);
            host.begin();
            started = true;
            return host;
        } catch (IOException e) {
            throw new NoSandboxException(
                    "The WebAssembly host did not start: " + e.getMessage(), e);
        } finally {
            if (!started) {
                sandbox.close();
            }
        }
    }

    private HostLink connect(Sandbox sandbox) throws IOException {
        var ended = sandbox.exit().thenApply(SandboxExit::explanation);
        Object first = get(CompletableFuture.anyOf(sandbox.conversation().ready(), ended));
        if (!(first instanceof Readiness.Ready)) {
            throw new IOException(
                    "%s %s"
                            .formatted(
                                    first,
                                    new String(
                                            sandbox.takePrinted().bytes(),
                                            StandardCharsets.UTF_8)));
        }
        try (ServerSocketChannel listener = sandbox.listen()) {
            String port = String.valueOf(listener.socket().getLocalPort());
            var now = clock.instant();
            var event =
                    new RunRequest(
                            InvocationId.at(now),
                            port.getBytes(StandardCharsets.US_ASCII),
                            "text/plain",
                            "",
                            null);
            sandbox.conversation()
                    .hand(event, NOBODY, now.plus(properties.startTimeout()), Outlet.NONE);
            listener.socket().setSoTimeout((int) properties.startTimeout().toMillis());
            Socket socket = listener.socket().accept();
            return new HostLink(socket);
        }
    }

    private Object get(CompletableFuture<Object> future) throws IOException {
        try {
            return future.get(properties.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("it was silent for " + properties.startTimeout(), e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static SandboxSpec spec(int memoryMiB, String runtime) {
        return new SandboxSpec(
                AccountId.random(),
                FunctionId.random(),
                1,
                "wasm-host",
                "$LATEST",
                NOBODY,
                new CodeDigest("0".repeat(64)),
                runtime,
                "host",
                memoryMiB,
                Duration.ofMinutes(15),
                1,
                Egress.NONE,
                Map.of());
    }
}

package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.meterlark.worker.protocol.Reply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A sandbox under test and short ways to use it. */
record Running(Sandbox sandbox) implements AutoCloseable {

    static final int SECONDS = 20;

    static Running start(Sandboxes sandboxes, String runtime, String handler, Path code)
            throws NoSandboxException {
        return start(sandboxes, runtime, handler, code, 256, Map.of());
    }

    static Running start(
            Sandboxes sandboxes,
            String runtime,
            String handler,
            Path code,
            int memoryMiB,
            Map<String, String> environment)
            throws NoSandboxException {
        return new Running(sandboxes.start(spec(runtime, handler, memoryMiB, environment), code));
    }

    /** One that may connect to the internet, as that account. */
    static Running startOutside(Sandboxes sandboxes, AccountId account, Program program)
            throws NoSandboxException {
        var spec = spec(account, Egress.INTERNET, program, Map.of());
        return new Running(sandboxes.start(spec, program.code()));
    }

    record Program(String runtime, String handler, Path code, int memoryMiB) {}

    static SandboxSpec spec(
            String runtime, String handler, int memoryMiB, Map<String, String> environment) {
        var program = new Program(runtime, handler, Path.of("/nonexistent"), memoryMiB);
        return spec(AccountId.random(), Egress.NONE, program, environment);
    }

    private static SandboxSpec spec(
            AccountId account, Egress egress, Program program, Map<String, String> environment) {
        return new SandboxSpec(
                account,
                FunctionId.random(),
                1,
                "probe",
                "$LATEST",
                "arn:aws:lambda:local:123456789012:function:probe",
                new CodeDigest("0".repeat(64)),
                program.runtime(),
                program.handler(),
                program.memoryMiB(),
                Duration.ofSeconds(30),
                1,
                egress,
                environment);
    }

    /** The exact name of the offered runtime of a family. */
    static String runtime(Sandboxes sandboxes, String family) {
        return sandboxes.runtimes().stream()
                .filter(offer -> offer.family().equals(family))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(sandboxes.runtimes().toString()))
                .name();
    }

    /** A package of one file. */
    static Path code(Path folder, String name, String content) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve(name), content);
        file.toFile().setExecutable(true, false);
        return NodeFolder.makeFolder(folder, "rwxr-xr-x");
    }

    Readiness ready() {
        return get(sandbox.conversation().ready());
    }

    /** Calls and answers the payload as text. */
    String call(String event) {
        return switch (send(event)) {
            case Reply.Answered reply -> new String(reply.payload(), UTF_8);
            case Reply other -> throw new IllegalStateException(other.toString());
        };
    }

    Reply send(String event) {
        CompletableFuture<Reply> reply = hand(event);
        sandbox.exit().thenAccept(exit -> failSoon(reply, exit));
        return get(reply);
    }

    private static void failSoon(CompletableFuture<Reply> reply, SandboxExit exit) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                .execute(
                        () ->
                                reply.completeExceptionally(
                                        new IllegalStateException(exit.explanation())));
    }

    CompletableFuture<Reply> hand(String event) {
        var request =
                new RunRequest(
                        InvocationId.at(Instant.now()),
                        event.getBytes(UTF_8),
                        "application/json",
                        "",
                        null);
        return sandbox.conversation()
                .hand(
                        request,
                        "arn:aws:lambda:local:1:function:probe",
                        Instant.now().plusSeconds(30),
                        Outlet.NONE)
                .reply();
    }

    SandboxExit exit() {
        return get(sandbox.exit());
    }

    String printed() {
        return new String(sandbox.takePrinted().bytes(), UTF_8);
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}

package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out what works here by doing it once. */
final class Trials {

    private static final int MEMORY_MIB = 256;
    private static final int EXIT = 42;

    private final Path folder;
    private final Duration timeout;

    /**
     * @param folder for the packages of the trial functions
     */
    Trials(Path folder, Duration timeout) throws IOException {
        this.folder = NodeFolder.makeFolder(folder, "rwxr-xr-x");
        this.timeout = timeout;
    }

    /** Whether the OCI runtime can hold a sandbox as we want it, and its end be seen. */
    void tryIsolation(Launcher launcher, RuntimeImage provided) throws NoSandboxException {
        var image =
                new RuntimeImage(
                        provided.offer(),
                        provided.rootfs(),
                        provided.mounts(),
                        _ -> List.of("/bin/sh", "-c", "exit " + EXIT));
        try (OciSandbox sandbox = launcher.start(image, spec(image, ""), folder)) {
            SandboxExit exit = get(sandbox.exit());
            if (!exit.equals(new SandboxExit.Exited(EXIT))) {
                throw new NoSandboxException(
                        "A trial container ended otherwise than it should: %s %s"
                                .formatted(exit.explanation(), printed(sandbox)));
            }
        }
    }

    /** Whatever the image's command is, without code. */
    OciSandbox start(Launcher launcher, RuntimeImage image) throws NoSandboxException {
        return launcher.start(image, spec(image, ""), folder);
    }

    Duration timeout() {
        return timeout;
    }

    /** Whether the runtime starts and asks for work. */
    void tryRuntime(Launcher launcher, RuntimeImage image, Family.Trial trial)
            throws NoSandboxException {
        try (OciSandbox sandbox =
                launcher.start(image, spec(image, trial.handler()), code(image, trial))) {
            var ended = sandbox.exit().thenApply(SandboxExit::explanation);
            Object first = get(CompletableFuture.anyOf(sandbox.conversation().ready(), ended));
            if (!(first instanceof Readiness.Ready)) {
                throw new NoSandboxException(
                        "It did not ask for work: %s %s".formatted(first, printed(sandbox)));
            }
        }
    }

    private Path code(RuntimeImage image, Family.Trial trial) throws NoSandboxException {
        try {
            Path code = NodeFolder.makeFolder(folder.resolve(image.offer().name()), "rwxr-xr-x");
            Path file = Files.writeString(code.resolve(trial.file()), trial.content());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return code;
        } catch (IOException e) {
            throw new NoSandboxException("The trial function could not be written: " + e, e);
        }
    }

    private static String printed(OciSandbox sandbox) {
        String text = new String(sandbox.takePrinted().bytes(), UTF_8);
        return text.isBlank() ? "" : "It printed: " + text.strip();
    }

    private <T> T get(CompletableFuture<T> future) throws NoSandboxException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NoSandboxException("Nothing happened within " + timeout, e);
        } catch (ExecutionException e) {
            throw new NoSandboxException("The trial failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoSandboxException("The trial was interrupted", e);
        }
    }

    private SandboxSpec spec(RuntimeImage image, String handler) {
        return new SandboxSpec(
                AccountId.random(),
                FunctionId.random(),
                1,
                "trial",
                "$LATEST",
                "arn:aws:lambda:local:000000000000:function:trial",
                new CodeDigest("0".repeat(64)),
                image.offer().name(),
                handler,
                MEMORY_MIB,
                timeout,
                1,
                Egress.NONE,
                Map.of());
    }
}

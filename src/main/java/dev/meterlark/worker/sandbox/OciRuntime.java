package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An OCI runtime of this machine. One call starts a container; its end, its freezing and what it
 * leaves are ours, which costs no further process.
 *
 * @param version what it says of itself, in one line
 * @param state where it keeps its records
 */
record OciRuntime(Path binary, String version, Path state, Duration timeout) {

    private static final File NOTHING = new File("/dev/null");
    private static final int MOST_LOG = 2000;

    /** By a path, or by a name on root's usual search path. */
    static Optional<Path> find(String nameOrPath) {
        if (nameOrPath.contains("/")) {
            return Optional.of(Path.of(nameOrPath)).filter(Files::isExecutable);
        }
        return List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin").stream()
                .map(folder -> Path.of(folder, nameOrPath))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static OciRuntime of(Path binary, Path state, Duration timeout) throws IOException {
        String version =
                Command.output(binary.toString(), "--version").lines().findFirst().orElse("");
        return new OciRuntime(binary, version, state, timeout);
    }

    String name() {
        return binary.getFileName().toString();
    }

    /** {@code T2} when a kernel of its own stands between a sandbox and the machine's. */
    String tier() {
        return ownKernel() ? "T2" : "T1";
    }

    /**
     * Whether a process of ours can change a sandbox from outside, as its kernel is the machine's.
     */
    boolean sharesKernel() {
        return !ownKernel();
    }

    private boolean ownKernel() {
        return name().startsWith("runsc");
    }

    /**
     * Starts the container that the bundle describes; it becomes a child of this process once the
     * runtime is gone.
     *
     * @param printed what its standard output and error are
     * @return the id of its first process on the host
     */
    int start(String id, Path bundle, Path printed) throws IOException {
        Path log = bundle.resolve("log");
        Path pidFile = bundle.resolve("pid");
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        if (ownKernel()) {
            command.add("--network=host"); // of its namespace: our listener is there
        }
        command.addAll(List.of("--root", state.toString(), "--log", log.toString()));
        command.addAll(List.of("run", "--detach", "--bundle", bundle.toString()));
        command.addAll(List.of("--pid-file", pidFile.toString(), id));
        int exit = run(command, printed);
        if (exit != 0) {
            throw new IOException("%s: %s".formatted(name(), complaint(log, exit)));
        }
        return Integer.parseInt(Files.readString(pidFile, UTF_8).strip());
    }

    /** What it keeps about a container that is gone. */
    Path recordOf(String id) {
        return state.resolve(id);
    }

    private int run(List<String> command, Path printed) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(new File("/"))
                        .redirectInput(NOTHING)
                        .redirectOutput(printed.toFile())
                        .redirectError(printed.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
        Process process = builder.start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "%s did not start a container within %s".formatted(name(), timeout));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting a container", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** {@code time="…" level=error msg="runc run failed: …"}. */
    private static String complaint(Path log, int exit) throws IOException {
        String text = Files.exists(log) ? Files.readString(log, UTF_8).strip() : "";
        if (text.isEmpty()) {
            return "exit status " + exit;
        }
        int message = text.indexOf("msg=\"");
        String said = message < 0 ? text : text.substring(message + 5);
        return said.substring(0, Math.min(MOST_LOG, said.length())).replace("\\\"", "\"");
    }
}

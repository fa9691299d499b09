package dev.meterlark.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The platform as its operators run it: a process of its own, on a folder and a port of its own.
 * Several after one another may use the same folder, as after a crash.
 */
public final class PlatformProcess implements AutoCloseable {

    /**
     * For whoever does not ask how fast a function starts: nothing is done for that beforehand,
     * which takes as much of the processor as half a start of the platform.
     */
    public static final List<String> UNPREPARED =
            List.of(
                    "--meterlark.sandbox.blank.enabled=false",
                    "--meterlark.sandbox.aot.enabled=false");

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Process process;
    private final URI address;
    private final URI functions;
    private final Path output;

    private PlatformProcess(Process process, URI address, URI functions, Path output) {
        this.process = process;
        this.address = address;
        this.functions = functions;
        this.output = output;
    }

    /** Returns when it answers that it is well. */
    public static PlatformProcess start(Path data, String... settings) throws IOException {
        PlatformProcess platform = launch(data, List.of(), settings);
        if (!platform.becomesWell()) {
            platform.process.destroyForcibly();
            throw new IllegalStateException("the platform is not well:\n" + platform.output());
        }
        return platform;
    }

    /**
     * Returns when it is begun; it may never be well.
     *
     * @param options of the JVM
     */
    public static PlatformProcess launch(Path data, List<String> options, String... settings)
            throws IOException {
        return launch(StartCache.start(), data, options, settings);
    }

    static PlatformProcess launch(
            StartCache.Start start, Path data, List<String> options, String... settings)
            throws IOException {
        int port = freePort();
        int ingressPort = freePort();
        Path output = data.resolveSibling(data.getFileName() + "-" + port + ".log");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:ReservedCodeCacheSize=128m", // or two full collections for it
                                "-Xmx512m",
                                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(start.options());
        command.addAll(options);
        command.addAll(
                List.of(
                        "-cp",
                        start.classPath(),
                        "dev.meterlark.MeterlarkApplication",
                        "--server.port=" + port,
                        "--meterlark.ingress.port=" + ingressPort,
                        "--meterlark.data=" + data));
        command.addAll(List.of(settings));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new PlatformProcess(
                process,
                URI.create("http://127.0.0.1:" + port),
                URI.create("http://localhost:" + ingressPort),
                output);
    }

    /** Waits until it answers that it is well; false when it ended before, or takes too long. */
    public boolean becomesWell() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isWell(http)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return true;
    }

    /** What it ended with; empty when it has not. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    public URI address() {
        return address;
    }

    /** Where functions' own URLs are, by path. */
    public URI functions() {
        return functions;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: nothing of it runs any more when this returns. */
    public void killHard() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As Ctrl-C does; kills it when it does not end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                killHard();
                throw new IllegalStateException("did not stop in " + PATIENCE + ":\n" + output());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWell(HttpClient http) {
        var request = HttpRequest.newBuilder(address.resolve("/actuator/health")).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}

package dev.meterlark.story;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Half of a platform's start is loading classes. The first process of a build leaves a cache of
 * them behind, by which all others start. Making it takes as long as four starts: a build of
 * everything begins with it at once, beside the tests that need no platform; who names some tests
 * to Maven has it made when a platform is needed, and who runs them by hand goes without.
 */
final class StartCache {

    /** Whether and when: {@code false}, {@code true} or {@code ahead}. */
    private static final String WANTED = System.getProperty("meterlark.test.start-cache", "false");

    private static final Path FOLDER = Path.of("target/start-cache").toAbsolutePath();
    private static final String SEPARATOR = System.getProperty("path.separator");

    private static @Nullable CompletableFuture<Start> start;

    private StartCache() {}

    /** What a JVM is told so as to have the application's classes. */
    record Start(List<String> options, String classPath) {}

    static Start start() {
        return begun().join();
    }

    /** When all tests are run, by whose order it is some minutes until one needs it. */
    static void begin() {
        if (WANTED.equals("ahead")) {
            begun();
        }
    }

    private static synchronized CompletableFuture<Start> begun() {
        if (start == null) {
            start = CompletableFuture.supplyAsync(StartCache::found, Thread::startVirtualThread);
        }
        return start;
    }

    private static Start found() {
        return WANTED.equals("false")
                ? new Start(List.of(), String.join(SEPARATOR, entries()))
                : cached();
    }

    /** The other processes of the build wait for the one that makes it. */
    private static Start cached() {
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel file =
                            FileChannel.open(
                                    FOLDER.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock _ = file.lock()) {
                return made();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Start made() throws IOException {
        Path classes =
                Path.of(entries().stream().filter(StartCache::isFolder).findFirst().orElseThrow());
        Path jar = FOLDER.resolve(fingerprint(classes) + ".jar");
        Path cache = FOLDER.resolve(fingerprint(classes) + ".aot");
        String classPath =
                Stream.concat(
                                Stream.of(jar.toString()),
                                entries().stream().filter(entry -> !isFolder(entry)))
                        .collect(Collectors.joining(SEPARATOR));
        if (!Files.exists(cache)) {
            pack(classes, jar);
            rehearse(classPath, cache);
        }
        return new Start(
                List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"), classPath);
    }

    /** Only from jars are classes kept. */
    private static void pack(Path classes, Path jar) {
        int failed =
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                new PrintStream(PrintStream.nullOutputStream()),
                                System.err,
                                "--create",
                                "--no-compress",
                                "--file=" + jar,
                                "-C",
                                classes.toString(),
                                ".");
        if (failed != 0) {
            throw new IllegalStateException("no jar could be made of " + classes);
        }
    }

    private static void rehearse(String classPath, Path cache) throws IOException {
        Path data = Files.createTempDirectory(FOLDER, "data-");
        var writing = new Start(List.of("-XX:AOTCacheOutput=" + cache), classPath);
        try (var platform =
                PlatformProcess.launch(
                        writing, data, List.of(), "--meterlark.sandbox.blank.enabled=false")) {
            if (!platform.becomesWell()) {
                throw new IllegalStateException("the platform is not well:\n" + platform.output());
            }
        }
    }

    private static boolean isFolder(String entry) {
        return Files.isDirectory(Path.of(entry));
    }

    private static List<String> entries() {
        return Arrays.stream(System.getProperty("java.class.path").split(SEPARATOR))
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
    }

    /** Another one after every build that changed something. */
    private static String fingerprint(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            long sum =
                    files.mapToLong(file -> 31 * file.toString().hashCode() + changed(file)).sum();
            return "meterlark-" + Long.toHexString(sum);
        }
    }

    private static long changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

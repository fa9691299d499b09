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
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Half of a platform's start is loading classes. The first process of a build leaves a cache of
 * them behind, by which all others start. Who runs a few tests by hand goes without, because making
 * it takes as long as two starts.
 */
final class StartCache {

    private static final boolean WANTED = Boolean.getBoolean("meterlark.test.start-cache");
    private static final Path FOLDER = Path.of("target/start-cache").toAbsolutePath();
    private static final String SEPARATOR = System.getProperty("path.separator");

    private static @Nullable Start start;

    private StartCache() {}

    /** What a JVM is told so as to have the application's classes. */
    record Start(List<String> options, String classPath) {}

    static synchronized Start start() {
        if (start == null) {
            start = WANTED ? cached() : new Start(List.of(), String.join(SEPARATOR, entries()));
        }
        return start;
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

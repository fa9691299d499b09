package dev.meterlark.invocation.journal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Journals in a folder: made, copied as a crash would leave them, and read again. */
final class JournalFolder {

    static final JournalBounds BOUNDS =
            new JournalBounds(
                    1 << 20,
                    8 << 20,
                    50,
                    Duration.ofMillis(2),
                    Duration.ofMillis(20),
                    Duration.ZERO);

    private JournalFolder() {}

    static JournalBounds segmentsOf(long bytes) {
        return new JournalBounds(
                bytes, 8 << 20, 50, Duration.ofMillis(2), Duration.ofMillis(20), Duration.ZERO);
    }

    static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "record-" + i).toList();
    }

    static void append(Journal<String> journal, List<String> texts) throws IOException {
        for (String text : texts) {
            journal.append(Collected.bytes(text));
        }
    }

    /** Appends to a new journal and closes it, with nobody to take. */
    static void write(Path folder, List<String> texts) throws IOException {
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            append(journal, texts);
        }
    }

    /** Everything a start on this folder hands over, until nothing is left. */
    static List<String> readAll(Path folder) throws IOException {
        Collected collected = new Collected();
        try (Journal<String> journal = new Journal<>(folder, BOUNDS)) {
            journal.follow(collected);
            awaitTaken(journal);
        }
        return collected.records();
    }

    static void awaitTaken(Journal<String> journal) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> journal.lagBytes() == 0);
    }

    static Path onlySegment(Path folder) throws IOException {
        List<Path> segments = segments(folder);
        if (segments.size() != 1) {
            throw new IllegalStateException("segments: " + segments);
        }
        return segments.getFirst();
    }

    static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("segment-"))
                    .sorted()
                    .toList();
        }
    }

    /** The folder as it is at this moment, without the lock: what a kill would leave. */
    static Path copy(Path folder, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("lock")) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
        return to;
    }
}

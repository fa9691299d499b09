package dev.meterlark.invocation.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what could not be read, for a person to look at, and says so loudly. */
final class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Path folder;
    private final AtomicLong kept = new AtomicLong();

    Quarantine(Path journal) {
        this.folder = journal.resolve("quarantine");
    }

    /** The same stretch found again, after a restart, replaces the same file. */
    void keep(Position at, byte[] bytes, String why) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("%012d-%d.bin".formatted(at.segment(), at.offset()));
        Files.write(file, bytes);
        kept.incrementAndGet();
        LOG.error(
                "JOURNAL DAMAGED: {} bytes at {} are not a record ({}); kept in {}. Calls recorded"
                        + " there are missing from usage until they are repaired by hand.",
                bytes.length,
                at,
                why,
                file);
    }

    void keepWhole(long segment, Path file) throws IOException {
        keep(new Position(segment, 0), Files.readAllBytes(file), "the file has no valid head");
    }

    long kept() {
        return kept.get();
    }
}

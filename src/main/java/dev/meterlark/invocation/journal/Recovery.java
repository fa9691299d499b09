package dev.meterlark.invocation.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/** Makes the files of an earlier run, however it ended, fit to be read. */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Path folder;
    private final Quarantine quarantine;

    Recovery(Path folder, Quarantine quarantine) {
        this.folder = folder;
        this.quarantine = quarantine;
    }

    /** The segments there are, with the length up to which each is to be read. */
    TreeMap<Long, Long> recover() throws IOException {
        TreeMap<Long, Long> lengths = new TreeMap<>();
        var found = SegmentFile.list(folder);
        for (var segment : found.entrySet()) {
            boolean newest = segment.getKey().equals(found.lastKey());
            long length = segment.getValue();
            if (readable(segment.getKey(), length, newest)) {
                lengths.put(
                        segment.getKey(), newest ? cutTornEnd(segment.getKey(), length) : length);
            }
        }
        return lengths;
    }

    /** A head is synced before anything is appended, so a file without one holds no record. */
    private boolean readable(long number, long length, boolean newest) throws IOException {
        Path file = SegmentFile.path(folder, number);
        try (SegmentReader reader = new SegmentReader(file)) {
            if (reader.readable()) {
                return true;
            }
        }
        if (!newest || length > SegmentFile.HEADER_BYTES) {
            quarantine.keepWhole(number, file);
        }
        Files.delete(file);
        SegmentFile.forceFolder(folder);
        return false;
    }

    /**
     * A write that was under way when the process died leaves a part of a frame at the end, which
     * nobody was told is durable. Damage with whole frames behind it is something else, and stays
     * for the follower to report.
     */
    private long cutTornEnd(long number, long length) throws IOException {
        Path file = SegmentFile.path(folder, number);
        long whole;
        try (SegmentReader reader = new SegmentReader(file)) {
            whole = endOfWholeFrames(reader, length);
            if (whole < length && !reader.torn(whole, length)) {
                quarantine.keep(
                        new Position(number, whole),
                        reader.raw(whole, length),
                        "the last record is all there, with a wrong checksum");
            }
        }
        if (whole < length) {
            LOG.warn("{}: cut {} bytes of an unfinished write", file, length - whole);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
                channel.force(true);
            }
        }
        return whole;
    }

    private static long endOfWholeFrames(SegmentReader reader, long length) throws IOException {
        long offset = SegmentFile.HEADER_BYTES;
        long whole = offset;
        while (offset < length) {
            switch (reader.read(offset, length)) {
                case SegmentReader.Step.Frame(byte[] _, long next) -> {
                    offset = next;
                    whole = next;
                }
                case SegmentReader.Step.Damage(long next) -> offset = next;
                case SegmentReader.Step.End _ -> offset = length;
            }
        }
        return whole;
    }
}

package dev.meterlark.invocation.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads batches, and puts aside what is no record. Used by one thread; keeps one file open. */
final class BatchReader<T> implements AutoCloseable {

    private final Path folder;
    private final int batch;
    private final Segments segments;
    private final Quarantine quarantine;
    private final Taker<T> taker;
    private @Nullable SegmentReader reader;
    private long readerOf;

    /**
     * @param next behind the last record
     */
    record Read<T>(List<T> records, Position next) {}

    BatchReader(Path folder, int batch, Segments segments, Quarantine quarantine, Taker<T> taker) {
        this.folder = folder;
        this.batch = batch;
        this.segments = segments;
        this.quarantine = quarantine;
        this.taker = taker;
    }

    /** Everything durable in the position's segment from there on, up to a batch. */
    Read<T> read(Position from) throws IOException {
        SegmentReader file = open(from.segment());
        long limit = segments.durableLength(from.segment());
        List<T> records = new ArrayList<>();
        long offset = from.offset();
        while (records.size() < batch) {
            switch (file.read(offset, limit)) {
                case SegmentReader.Step.Frame(byte[] payload, long next) -> {
                    decode(new Position(from.segment(), offset), payload, records);
                    offset = next;
                }
                case SegmentReader.Step.Damage(long next) -> {
                    Position damaged = new Position(from.segment(), offset);
                    quarantine.keep(damaged, file.raw(offset, next), "its checksum is wrong");
                    offset = next;
                }
                case SegmentReader.Step.End _ -> {
                    return new Read<>(records, new Position(from.segment(), offset));
                }
            }
        }
        return new Read<>(records, new Position(from.segment(), offset));
    }

    void delete(long segment) throws IOException {
        close();
        Files.deleteIfExists(SegmentFile.path(folder, segment));
        SegmentFile.forceFolder(folder);
    }

    @Override
    public void close() throws IOException {
        SegmentReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }

    private void decode(Position at, byte[] payload, List<T> into) throws IOException {
        try {
            into.add(taker.decode(payload));
        } catch (IllegalArgumentException e) {
            quarantine.keep(at, payload, String.valueOf(e.getMessage()));
        }
    }

    private SegmentReader open(long segment) throws IOException {
        SegmentReader open = reader;
        if (open == null || readerOf != segment) {
            close();
            open = new SegmentReader(SegmentFile.path(folder, segment));
            reader = open;
            readerOf = segment;
        }
        return open;
    }
}

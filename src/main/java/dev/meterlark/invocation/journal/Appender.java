package dev.meterlark.invocation.journal;

import dev.meterlark.platform.DurableSteps;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Writes what many threads append: one thread takes the batch that has formed, writes and syncs it
 * as one, while the next one forms. The monitor guards the forming batch and the flag; the open
 * segment belongs to the writing thread. A segment whose write or sync failed is never written
 * again, because what the file then holds is unknown beyond its durable length.
 */
final class Appender {

    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

    private final Path folder;
    private final long segmentBytes;
    private final Segments segments;
    private final Maker maker;
    private final Thread thread;
    private Batch forming = new Batch();
    private boolean closed;
    private @Nullable Open open;

    /** Makes the file of a segment, durable with its head. */
    interface Maker {

        FileChannel make(Path folder, long number, long salt) throws IOException;
    }

    private record Open(long number, long salt, FileChannel channel, long length) {}

    Appender(Path folder, long segmentBytes, Segments segments, Maker maker) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
        this.maker = maker;
        this.thread =
                Thread.ofPlatform().daemon().name("journal-append").start(this::writeUntilClosed);
    }

    /**
     * Never blocks. The promise is kept when the payload is durable, on the appender's own thread:
     * whoever continues there must not block, because all that is appended waits for it.
     */
    CompletableFuture<Void> append(byte[] payload) {
        if (!Frames.possible(payload.length)) {
            throw new IllegalArgumentException(
                    "a record must have 1 to %d bytes, has %d"
                            .formatted(Frames.MAX_PAYLOAD, payload.length));
        }
        return join(payload);
    }

    /** What was appended before is durable when this returns. */
    void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.join();
    }

    private synchronized CompletableFuture<Void> join(byte[] payload) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("the journal is closed"));
        }
        CompletableFuture<Void> durable = forming.add(payload);
        notifyAll();
        return durable;
    }

    private void writeUntilClosed() {
        try {
            for (Batch batch = take(); batch != null; batch = take()) {
                write(batch);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the journal's own thread", e);
        } finally {
            leaveSegment();
        }
    }

    /** The next batch; null when closed and nothing is left. */
    private synchronized @Nullable Batch take() throws InterruptedException {
        while (forming.isEmpty() && !closed) {
            wait();
        }
        Batch taken = forming;
        forming = new Batch();
        return taken.isEmpty() ? null : taken;
    }

    private void write(Batch batch) {
        try {
            Open segment = segmentWithRoom();
            ByteBuffer frames = batch.encoded(segment.salt);
            long length = segment.length + frames.remaining();
            DurableSteps.reached("journal.writing");
            SegmentFile.writeFully(segment.channel, frames);
            DurableSteps.reached("journal.written");
            segment.channel.force(false);
            DurableSteps.reached("journal.synced");
            open = new Open(segment.number, segment.salt, segment.channel, length);
            segments.durable(segment.number, length);
            batch.settle(null);
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("the journal in {} could not be written", folder, e);
            abandonSegment();
            batch.settle(e);
        }
    }

    private Open segmentWithRoom() throws IOException {
        Open current = open;
        if (current != null && current.length < segmentBytes) {
            return current;
        }
        leaveSegment();
        long salt = SegmentFile.newSalt();
        long number = segments.open();
        try {
            FileChannel channel = maker.make(folder, number, salt);
            Open fresh = new Open(number, salt, channel, SegmentFile.HEADER_BYTES);
            open = fresh;
            return fresh;
        } catch (IOException e) {
            segments.finish();
            segments.deleted(number);
            throw e;
        }
    }

    /** Cuts off what may or may not have reached the disk, so that no reader meets it. */
    private void abandonSegment() {
        Open failed = open;
        if (failed != null) {
            try {
                failed.channel.truncate(failed.length);
            } catch (IOException e) {
                LOG.warn("segment {} keeps a torn end", failed.number, e);
            }
        }
        leaveSegment();
    }

    private void leaveSegment() {
        Open left = open;
        open = null;
        segments.finish();
        if (left != null) {
            try {
                left.channel.close();
            } catch (IOException e) {
                LOG.warn("segment {} could not be closed", left.number, e);
            }
        }
    }
}

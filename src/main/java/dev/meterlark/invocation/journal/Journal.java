package dev.meterlark.invocation.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The journal of one node. Appending is open from the first moment; following begins when somebody
 * is there to take, with what an earlier run left.
 *
 * @param <T> what one payload means
 */
public final class Journal<T> implements AutoCloseable {

    private static final Duration LAST_BATCH = Duration.ofSeconds(10);

    private final Path folder;
    private final JournalBounds bounds;
    private final FileChannel lock;
    private final Quarantine quarantine;
    private final Bookmark bookmark;
    private final Position from;
    private final long newestFound;
    private final Segments segments;
    private final Appender appender;
    private volatile @Nullable Follower<T> follower;
    private boolean closed;

    /**
     * @throws IOException when the folder cannot be used, or another process uses it
     */
    public Journal(Path folder, JournalBounds bounds) throws IOException {
        this(folder, bounds, SegmentFile::create);
    }

    Journal(Path folder, JournalBounds bounds, Appender.Maker maker) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.bounds = bounds;
        this.lock = lock(folder);
        try {
            this.quarantine = new Quarantine(folder);
            this.bookmark = new Bookmark(folder);
            this.from = bookmark.read();
            TreeMap<Long, Long> found = new Recovery(folder, quarantine).recover();
            long newest = found.isEmpty() ? 0 : found.lastKey();
            this.newestFound = newest;
            this.segments = new Segments(found, Math.max(newest, from.segment()));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        this.appender = new Appender(folder, bounds.segmentBytes(), segments, maker);
    }

    /**
     * Never blocks. The promise is kept when the payload is on the disk, and fails with an {@link
     * IOException} when it is not known to be. Whoever continues there must not block: everything
     * that is appended waits for it.
     */
    public CompletableFuture<Void> appendLater(byte[] payload) {
        return appender.append(payload);
    }

    /**
     * Returns when the payload is on the disk. An interrupt does not cut it short: the caller must
     * learn whether its record is kept.
     *
     * @throws IOException when it is not known to be
     */
    public void append(byte[] payload) throws IOException {
        try {
            appendLater(payload).join();
        } catch (CompletionException e) {
            throw new IOException("the payload was not appended", e.getCause());
        }
    }

    /** Begins to hand over, from the bookmark on. Once only. */
    public synchronized void follow(Taker<T> taker) {
        if (follower != null || closed) {
            throw new IllegalStateException("the journal in " + folder + " is followed or closed");
        }
        follower =
                new Follower<>(
                        bounds,
                        segments,
                        bookmark,
                        from,
                        new BatchReader<>(folder, bounds.batch(), segments, quarantine, taker),
                        taker);
    }

    /** Whether a new call may be begun: there is room for its record. */
    public boolean hasRoom() {
        return segments.totalBytes() < bounds.maxBytes();
    }

    public long bytes() {
        return segments.totalBytes();
    }

    /** Bytes that are durable but not yet taken. */
    public long lagBytes() {
        Follower<T> running = follower;
        return segments.bytesAfter(running == null ? from : running.at());
    }

    /** Whether all that an earlier run appended was taken. */
    public boolean hasHandedOnWhatItFound() {
        Follower<T> running = follower;
        long oldest = segments.from(0);
        return oldest < 0
                || oldest > newestFound
                || running != null && running.at().segment() > newestFound;
    }

    /** Stretches put aside since the start because they could not be read. */
    public long quarantined() {
        return quarantine.kept();
    }

    /** What was appended stays; what was not taken is handed over after the next start. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            appender.close();
            Follower<T> running = follower;
            if (running != null) {
                running.stop(LAST_BATCH);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("the journal in %s is already open".formatted(folder), e);
        }
        channel.close();
        throw new IOException(
                ("the journal in %s is used by another process: each node needs a data folder of"
                                + " its own")
                        .formatted(folder));
    }
}

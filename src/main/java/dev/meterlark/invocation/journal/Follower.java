package dev.meterlark.invocation.journal;

import dev.meterlark.platform.DurableSteps;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Hands every durable record over, in order, and deletes a segment when all of it was taken. One
 * thread does it all; others see only {@link #at} and the latch. Its bookmark is written at most
 * once a second, because a record may come twice but must not be missed.
 */
final class Follower<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final JournalBounds bounds;
    private final Segments segments;
    private final Bookmark bookmark;
    private final BatchReader<T> reader;
    private final Taker<T> taker;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Position at;
    private Position marked;
    private long markedNanos = System.nanoTime();

    /** Read but not yet taken: offered again as it is, because its taker may know a part of it. */
    private BatchReader.@Nullable Read<T> inHand;

    Follower(
            JournalBounds bounds,
            Segments segments,
            Bookmark bookmark,
            Position from,
            BatchReader<T> reader,
            Taker<T> taker) {
        this.bounds = bounds;
        this.segments = segments;
        this.bookmark = bookmark;
        this.reader = reader;
        this.taker = taker;
        this.at = from;
        this.marked = from;
        this.thread = Thread.ofPlatform().daemon().name("journal-follow").start(this::follow);
    }

    Position at() {
        return at;
    }

    /**
     * Ends when all was taken, or at the first batch that is not. It is not interrupted: an
     * interrupt inside a database closes its files.
     */
    void stop(Duration atMost) throws InterruptedException {
        stopping.countDown();
        segments.wakeAll();
        thread.join(atMost);
    }

    private void follow() {
        try {
            Duration pause = bounds.firstRetry();
            while (stopping.getCount() > 0) {
                try {
                    long begun = System.nanoTime();
                    if (advance()) {
                        rest(Duration.ofNanos(System.nanoTime() - begun));
                    } else {
                        segments.await(at, PATIENCE);
                    }
                    markNowAndThen();
                    pause = bounds.firstRetry();
                } catch (IOException | RuntimeException | Error e) {
                    LOG.error("records from {} on were not taken; again in {}", at, pause, e);
                    stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
                    pause = longer(pause);
                }
            }
            takeTheRest();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the journal's own thread", e);
        } finally {
            leave();
        }
    }

    /**
     * @return whether there was something to do
     */
    private boolean advance() throws IOException {
        long segment = segments.from(at.segment());
        if (segment < 0) {
            return false;
        }
        if (segment > at.segment()) {
            at = Position.startOf(segment);
        }
        boolean finished = segments.finished(segment);
        if (inHand == null && at.offset() >= segments.durableLength(segment)) {
            return finished && drop(segment);
        }
        BatchReader.Read<T> batch = inHand == null ? reader.read(at) : inHand;
        inHand = batch;
        if (!batch.records().isEmpty()) {
            taker.take(batch.records());
        }
        inHand = null;
        at = batch.next();
        return true;
    }

    private void takeTheRest() {
        try {
            while (advance()) {}
        } catch (IOException | RuntimeException e) {
            LOG.warn("records from {} on are taken after the next start", at, e);
        }
    }

    /** Looks now and then itself: to be told of each append would cost every call a little. */
    private void rest(Duration took) throws InterruptedException {
        long end = System.nanoTime() + bounds.restAfter(took).toNanos();
        while (stopping.getCount() > 0 && !bounds.isEnough(segments.bytesAfter(at))) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            stopping.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private boolean drop(long segment) throws IOException {
        at = Position.startOf(segment + 1);
        mark(true);
        DurableSteps.reached("journal.dropping");
        reader.delete(segment);
        DurableSteps.reached("journal.dropped");
        segments.deleted(segment);
        return true;
    }

    private void markNowAndThen() throws IOException {
        boolean due = System.nanoTime() - markedNanos > PATIENCE.toNanos();
        if (due && !marked.equals(at)) {
            mark(false);
        }
    }

    private void mark(boolean durable) throws IOException {
        bookmark.write(at, durable);
        marked = at;
        markedNanos = System.nanoTime();
    }

    private void leave() {
        try {
            mark(true);
            reader.close();
        } catch (IOException e) {
            LOG.warn("the bookmark stays at {}: records from there on come again", marked, e);
        }
    }

    private Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(bounds.longestRetry()) > 0 ? bounds.longestRetry() : doubled;
    }
}

package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/**
 * Gathers what comes while the group before is being written, and writes it as one: the busier it
 * is, the larger the groups. One thread writes; any number bring.
 *
 * <p>Whoever waited for the group before comes again just after it. Were the next begun at once,
 * all who bring would fall into two halves of which each waits for the other; so it waits for them,
 * for a small part of the time that a write takes, and they are one group.
 *
 * @param <T> what is written
 */
public final class GroupCommit<T extends Object> {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** How soon it sees that it is closed. */
    private static final Duration LOOK_UP = Duration.ofMillis(100);

    /** Of the time that the write before took. */
    private static final int PART = 4;

    private static final Duration LONGEST = Duration.ofMillis(2);
    private static final long GLANCE_NANOS = 50_000;

    private final BlockingQueue<T> waiting;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Bounds bounds;
    private final ToLongFunction<T> bytes;
    private final Consumer<List<T>> writer;
    private final LongUnaryOperator linger;
    private final Thread thread;
    private volatile boolean closed;

    /** How many brought something when the group before was written; of the writing thread. */
    private int company;

    /** What waiting for them may take. */
    private long lingerNanos;

    /**
     * @param batch of one group at most
     * @param batchBytes of one group at most, unless a single one is larger
     * @param maxWaiting of what waits
     * @param maxWaitingBytes of what waits
     */
    public record Bounds(int batch, long batchBytes, int maxWaiting, long maxWaitingBytes) {}

    /**
     * @param bytes that one takes
     * @param writer must not throw
     */
    public GroupCommit(
            String name, Bounds bounds, ToLongFunction<T> bytes, Consumer<List<T>> writer) {
        this(name, bounds, bytes, writer, took -> Math.min(took / PART, LONGEST.toNanos()));
    }

    /**
     * @param linger how long to wait for those of the group before, by how long it took to write,
     *     in nanoseconds
     */
    GroupCommit(
            String name,
            Bounds bounds,
            ToLongFunction<T> bytes,
            Consumer<List<T>> writer,
            LongUnaryOperator linger) {
        this.linger = linger;
        this.waiting = new LinkedBlockingQueue<>(bounds.maxWaiting);
        this.bounds = bounds;
        this.bytes = bytes;
        this.writer = writer;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Whether there was room. */
    public boolean offer(T one) {
        long more = bytes.applyAsLong(one);
        boolean room = waitingBytes.addAndGet(more) <= bounds.maxWaitingBytes;
        boolean taken = room && !closed && waiting.offer(one);
        if (!taken) {
            waitingBytes.addAndGet(-more);
        }
        return taken;
    }

    public int size() {
        return waiting.size();
    }

    /**
     * Writes what waits, as far as the time suffices. Never interrupts: H2 closes its file when a
     * thread is interrupted that writes it.
     */
    public void close(Duration longest) {
        closed = true;
        try {
            thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed || !waiting.isEmpty()) {
            T first = next();
            if (first != null) {
                linger();
                write(gathered(first));
            }
        }
    }

    private void linger() {
        long end = System.nanoTime() + lingerNanos;
        int expected = Math.min(company, bounds.batch);
        while (waiting.size() + 1 < expected && !closed && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    /** Nobody else takes: what is seen first is what is taken next. */
    private List<T> gathered(T first) {
        List<T> group = new ArrayList<>(List.of(first));
        long size = bytes.applyAsLong(first);
        T next = waiting.peek();
        while (next != null
                && group.size() < bounds.batch
                && size + bytes.applyAsLong(next) <= bounds.batchBytes) {
            group.add(waiting.remove());
            size += bytes.applyAsLong(next);
            next = waiting.peek();
        }
        waitingBytes.addAndGet(-size);
        return group;
    }

    private @Nullable T next() {
        try {
            return waiting.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return null; // nobody has a reason to; closing says so in its own way
        }
    }

    /** The loop outlives whatever a group brings about. */
    private void write(List<T> group) {
        long began = System.nanoTime();
        try {
            writer.accept(group);
        } catch (RuntimeException e) {
            LOG.error("a group of {} was not written", group.size(), e);
        }
        lingerNanos = linger.applyAsLong(System.nanoTime() - began);
        company = group.size() + waiting.size();
    }
}

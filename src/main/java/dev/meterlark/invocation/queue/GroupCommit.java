package dev.meterlark.invocation.queue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gathers what comes while the group before is being written, and writes it as one: the busier it
 * is, the larger the groups. One thread writes; any number bring.
 *
 * @param <T> what is written
 */
final class GroupCommit<T extends Object> {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** How soon it sees that it is closed. */
    private static final Duration LOOK_UP = Duration.ofMillis(100);

    private final BlockingQueue<T> waiting;
    private final int batch;
    private final Consumer<List<T>> writer;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param maxWaiting bound of what waits
     * @param writer must not throw
     */
    GroupCommit(String name, int batch, int maxWaiting, Consumer<List<T>> writer) {
        this.waiting = new LinkedBlockingQueue<>(maxWaiting);
        this.batch = batch;
        this.writer = writer;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether there was room. */
    boolean offer(T one) {
        return !closed && waiting.offer(one);
    }

    int size() {
        return waiting.size();
    }

    /**
     * Writes what waits, as far as the time suffices. Never interrupts: H2 closes its file when a
     * thread is interrupted that writes it.
     */
    void close(Duration longest) {
        closed = true;
        try {
            thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<T> group = new ArrayList<>();
        while (!closed || !waiting.isEmpty()) {
            T first = next();
            if (first != null) {
                group.add(first);
                waiting.drainTo(group, batch - 1);
                write(List.copyOf(group));
                group.clear();
            }
        }
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
        try {
            writer.accept(group);
        } catch (RuntimeException e) {
            LOG.error("a group of {} was not written", group.size(), e);
        }
    }
}

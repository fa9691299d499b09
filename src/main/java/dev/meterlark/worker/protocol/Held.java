package dev.meterlark.worker.protocol;

import io.netty.channel.EventLoop;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Connections of one event loop that hold an acceptance back, for the next event to leave with it:
 * one write and one read less for each call. When none comes soon they are told to send. Belongs to
 * the loop.
 */
final class Held {

    private static final long MILLIS = 5;

    private final EventLoop loop;
    private final ScheduledExecutorService clock;
    private final Set<Connection> connections = new LinkedHashSet<>();

    /**
     * @param clock not the loop's own, which spins through the last half of a millisecond before a
     *     timer
     */
    Held(EventLoop loop, ScheduledExecutorService clock) {
        this.loop = loop;
        this.clock = clock;
    }

    void add(Connection connection) {
        boolean first = connections.isEmpty();
        connections.add(connection);
        if (first) {
            clock.schedule(this::tell, MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        try {
            loop.execute(this::sendAll);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and with it every connection.
        }
    }

    private void sendAll() {
        connections.forEach(Connection::sendAll);
        connections.clear();
    }
}

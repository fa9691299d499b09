package dev.meterlark.worker.wasm;

import dev.meterlark.worker.protocol.ConversationLimits;
import dev.meterlark.worker.protocol.RuntimeApi;
import dev.meterlark.worker.protocol.RuntimeConversation;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ways into a host: a listener in its network, a Runtime API on it, and a thread of the host that
 * is connected there and waits to be told what for. A few are laid before anyone wants one, which
 * is most of what a cold start would otherwise wait for. Its monitor guards those.
 */
final class Lanes {

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final int AHEAD = 2;

    private final Sandbox sandbox;
    private final HostLink link;
    private final RuntimeApi api;
    private final Deque<Lane> ahead = new ArrayDeque<>();
    private int last;
    private boolean closed;

    record Lane(int number, RuntimeConversation conversation) {}

    Lanes(Sandbox sandbox, HostLink link, RuntimeApi api) {
        this.sandbox = sandbox;
        this.link = link;
        this.api = api;
    }

    Lane take() throws IOException {
        Lane waiting = waiting();
        return waiting == null ? lay() : waiting;
    }

    private synchronized @Nullable Lane waiting() {
        return ahead.poll();
    }

    /** Lays what is missing; the host must be awake for its side of it, now or later. */
    void refill() {
        try {
            while (missing()) {
                Lane lane = lay();
                if (!keep(lane)) {
                    lane.conversation().close();
                }
            }
        } catch (IOException e) {
            log.debug("No way into host {} could be laid ahead", sandbox.id(), e);
        }
    }

    private synchronized boolean missing() {
        return !closed && ahead.size() < AHEAD;
    }

    private synchronized boolean keep(Lane lane) {
        if (!closed) {
            ahead.add(lane);
        }
        return !closed;
    }

    private Lane lay() throws IOException {
        ServerSocketChannel listener = sandbox.listen();
        int port = listener.socket().getLocalPort();
        int number = next();
        var lane = new Lane(number, api.converse(listener, ConversationLimits.LAMBDA));
        link.expect(number, port);
        return lane;
    }

    private synchronized int next() {
        return ++last;
    }

    synchronized void close() {
        closed = true;
        ahead.forEach(lane -> lane.conversation().close());
        ahead.clear();
    }
}

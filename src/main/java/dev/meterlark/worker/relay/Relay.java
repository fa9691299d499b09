package dev.meterlark.worker.relay;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.PlatformDoor.Pass;
import dev.meterlark.worker.RunRequest;

import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * The platform's door in one sandbox. Its connections and its pass belong to one event loop; any
 * thread may pause, resume and close it.
 */
public final class Relay implements AutoCloseable {

    private final Relays relays;
    private final EventLoop loop;
    private final Speaker speaker;
    private final Set<Inbound> connections = new LinkedHashSet<>();

    private @Nullable ServerChannel listener;
    private @Nullable Pass pass;
    private volatile boolean paused;
    private volatile boolean closed;

    /**
     * Who speaks here.
     *
     * @param calls what the sandbox is at
     */
    record Speaker(AccountId account, FunctionId function, Supplier<List<RunRequest>> calls) {}

    Relay(Relays relays, EventLoop loop, Speaker speaker) {
        this.relays = relays;
        this.loop = loop;
        this.speaker = speaker;
    }

    /**
     * Its sandbox is about to be frozen: what it has asked for is given up, and what it asked for a
     * moment before is not heard.
     */
    public void pause() {
        paused = true;
        onLoop(() -> List.copyOf(connections).forEach(Inbound::giveUp));
    }

    /** Before the sandbox runs again. */
    public void resume() {
        paused = false;
    }

    /** Ends its connections and the pass; there are no others from here on. */
    @Override
    public void close() {
        closed = true;
        onLoop(this::end);
    }

    private void end() {
        if (listener != null) {
            listener.close();
        }
        List.copyOf(connections).forEach(Inbound::end);
        if (pass != null) {
            relays.platform().close(pass);
            pass = null;
        }
    }

    private void onLoop(Runnable step) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            // The loops have ended and with them every connection; only the pass is left.
            step.run();
        }
    }

    void listensOn(ServerChannel channel) {
        listener = channel;
        if (closed) {
            channel.close();
        }
    }

    boolean isPaused() {
        return paused;
    }

    RelayProperties properties() {
        return relays.properties();
    }

    EventLoop loop() {
        return loop;
    }

    List<RunRequest> calls() {
        return speaker.calls().get();
    }

    /** Null when the platform does not listen. */
    @Nullable Pass pass() {
        if (pass == null && !closed) {
            pass = relays.platform().open(speaker.account(), speaker.function());
        }
        return pass;
    }

    /** Whether there was room for it; if so it is to leave again. */
    boolean joins(Inbound connection) {
        if (closed || !relays.enter(speaker.account())) {
            return false;
        }
        connections.add(connection);
        return true;
    }

    /**
     * Whether connections are better given back after an answer: others may wait for one, which are
     * not seen from here.
     */
    boolean isCrowded() {
        return connections.size() >= relays.properties().connections() * 3 / 4;
    }

    void leaves(Inbound connection) {
        if (connections.remove(connection)) {
            relays.leave(speaker.account());
        }
    }
}

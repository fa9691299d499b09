package dev.meterlark.worker.protocol;

import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.protocol.RuntimeState.Step;

import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The state of one sandbox's Runtime API. Everything but the atomic and volatile fields belongs to
 * the event loop that also serves the listener and every connection.
 */
final class SandboxConversation implements RuntimeConversation {

    /** Whether the runtime was started without a function. */
    private enum Blank {
        NO,
        WAITS,
        SPECIALIZED
    }

    /** Answers in a row that move no call forward before a connection is slowed down. */
    private static final int IDLE_TALK = 64;

    private final EventLoop loop;
    private final CompletableFuture<Readiness> ready = new CompletableFuture<>();
    private final AtomicReference<@Nullable CompletableFuture<Reply>> latest =
            new AtomicReference<>();
    private volatile CompletableFuture<Void> asking = new CompletableFuture<>();
    private volatile boolean closed;

    private final Specialization specialization = new Specialization();
    private final AtomicReference<Blank> blank = new AtomicReference<>(Blank.NO);
    private final Answer tooLarge;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Connection> waiting = new LinkedHashSet<>();
    private RuntimeState state = RuntimeState.STARTED;
    private @Nullable Event current;
    private @Nullable ServerChannel listener;
    private int idleTalk;

    SandboxConversation(EventLoop loop, ConversationLimits limits) {
        this.loop = loop;
        this.tooLarge = Answer.tooLarge(limits.payloadBytes());
    }

    @Override
    public CompletableFuture<Readiness> ready() {
        return ready;
    }

    @Override
    public CompletableFuture<Void> specialization() {
        if (blank.compareAndSet(Blank.NO, Blank.WAITS)) {
            run(specialization::await);
        }
        return specialization.asked();
    }

    @Override
    public void specialize(Map<String, String> environment) {
        Answer answer = Specialization.answer(environment);
        if (!blank.compareAndSet(Blank.WAITS, Blank.SPECIALIZED)) {
            throw new IllegalStateException(
                    "specialised where the runtime is blank: " + blank.get());
        }
        run(() -> specialization.give(answer));
    }

    @Override
    public CompletableFuture<Reply> hand(RunRequest request, String functionArn, Instant deadline) {
        var event = new Event(request, functionArn, deadline);
        CompletableFuture<Reply> before = latest.get();
        if (before != null && !before.isDone() || !latest.compareAndSet(before, event.reply())) {
            throw new IllegalStateException(
                    "event %s was handed over before the last one had its answer"
                            .formatted(request.id()));
        }
        if (closed) {
            throw new IllegalStateException(
                    "event %s was handed over after the end".formatted(request.id()));
        }
        asking.cancel(false);
        asking = new CompletableFuture<>();
        run(() -> handOver(event));
        return event.reply();
    }

    @Override
    public CompletableFuture<Void> asking() {
        return asking;
    }

    @Override
    public void close() {
        closed = true;
        run(this::end);
    }

    void opened(Future<?> registered, ServerSocketChannel socket) {
        if (!registered.isSuccess()) {
            ready.completeExceptionally(registered.cause());
            closeQuietly(socket);
        }
    }

    void listensOn(ServerChannel channel) {
        listener = channel;
        if (closed) {
            channel.close();
        }
    }

    void joined(Connection connection) {
        connections.add(connection);
    }

    void left(Connection connection) {
        connections.remove(connection);
        waiting.remove(connection);
        specialization.left(connection);
    }

    void asksSpecialization(Connection connection) {
        specialization.asks(connection);
    }

    /** Answers with the event, now or when there is one, or refuses. */
    void asksNext(Connection connection) {
        RuntimeState after = state.after(Step.ASKS_NEXT);
        if (after == null) {
            connection.answer(Answer.invalidTransition(state, RuntimeState.READY));
            return;
        }
        boolean first = state == RuntimeState.STARTED;
        state = after;
        Event event = current;
        if (event != null && event.awaitsAnswer()) {
            renderTo(connection, event);
        } else {
            waiting.add(connection);
            connection.park();
            CompletableFuture<Reply> reply = latest.get();
            if (reply == null || reply.isDone()) {
                asking.complete(null);
            }
        }
        if (first) {
            ready.complete(new Readiness.Ready());
        }
    }

    /** Takes note that an answer to the event begins; a refusal when it may not. */
    @Nullable Answer begins(Step step, String id) {
        Event event = current;
        if (event == null || !event.answersTo(id)) {
            return Answer.INVALID_REQUEST_ID;
        }
        RuntimeState after = state.after(step);
        if (after == null) {
            return Answer.invalidTransition(state, aim(step));
        }
        state = after;
        return null;
    }

    @Nullable Answer beginsInitError() {
        RuntimeState after = state.after(Step.REPORTS_INIT_ERROR);
        if (after == null) {
            return Answer.invalidTransition(state, RuntimeState.INIT_ERROR);
        }
        state = after;
        return null;
    }

    /** Ends the answer that {@link #begins} let in. */
    void ends(Reply reply) {
        RuntimeState after = state.after(Step.ENDS_ANSWER);
        Event event = current;
        if (after == null || event == null) {
            throw new IllegalStateException(
                    "an answer ended in state %s of event %s".formatted(state, event));
        }
        state = after;
        idleTalk = 0;
        event.reply().complete(reply);
    }

    void endsInitError(Readiness.InitFailed failed) {
        ready.complete(failed);
    }

    Answer tooLarge() {
        return tooLarge;
    }

    /** Counts an answer that moved no call forward; true when the runtime should slow down. */
    boolean talksIdly() {
        return ++idleTalk > IDLE_TALK;
    }

    private void handOver(Event event) {
        if (closed) {
            event.reply().cancel(false);
            return;
        }
        current = event;
        List<Connection> all = List.copyOf(waiting);
        waiting.clear();
        for (Connection connection : all) {
            renderTo(connection, event);
            connection.unpark();
        }
    }

    private void renderTo(Connection connection, Event event) {
        boolean again = state == RuntimeState.RUNNING;
        RuntimeState after = state.after(Step.EVENT_RENDERED);
        if (after == null) {
            throw new IllegalStateException("an event was rendered in state " + state);
        }
        state = after;
        connection.render(event, again);
    }

    private void end() {
        if (listener != null) {
            listener.close();
        }
        List.copyOf(connections).forEach(Connection::end);
        waiting.clear();
        cancelPromises();
    }

    private void cancelPromises() {
        ready.cancel(false);
        specialization.asked().cancel(false);
        asking.cancel(false);
        CompletableFuture<Reply> reply = latest.get();
        if (reply != null) {
            reply.cancel(false);
        }
    }

    private void run(Runnable step) {
        try {
            if (loop.inEventLoop()) {
                step.run();
            } else {
                loop.execute(step);
            }
        } catch (RejectedExecutionException e) {
            // The loops have ended and with them every channel; only promises are left.
            cancelPromises();
        }
    }

    private static RuntimeState aim(Step step) {
        return step == Step.BEGINS_RESPONSE
                ? RuntimeState.INVOCATION_RESPONSE
                : RuntimeState.INVOCATION_ERROR_RESPONSE;
    }

    private static void closeQuietly(ServerSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.meterlark.worker.protocol;

import dev.meterlark.worker.RunRequest;

import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private final Held held;
    private final CompletableFuture<Readiness> ready = new CompletableFuture<>();
    private volatile EventsInHand inHand = new EventsInHand(1);
    private volatile CompletableFuture<Void> asking = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile @Nullable RunRequest awaitedBy;

    private final Specialization specialization = new Specialization();
    private final AtomicReference<Blank> blank = new AtomicReference<>(Blank.NO);
    private final Answer tooLarge;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Connection> waiting = new LinkedHashSet<>();

    /** The runtime's own, and the turn of every connection when it takes one event at a time. */
    private final Turn turn = new Turn();

    private final Deque<Event> undelivered = new ArrayDeque<>();

    /** Those answered after which the runtime has not asked yet. */
    private final Deque<Event> finishing = new ArrayDeque<>();

    private @Nullable ServerChannel listener;
    private int idleTalk;

    SandboxConversation(EventLoop loop, Held held, ConversationLimits limits) {
        this.loop = loop;
        this.held = held;
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
    public void takesAtOnce(int events) {
        if (!inHand.isUnused()) {
            throw new IllegalStateException("an event was handed over before");
        }
        inHand = new EventsInHand(events);
    }

    @Override
    public Exchange hand(RunRequest request, String functionArn, Instant deadline, Outlet outlet) {
        var event = new Event(request, functionArn, deadline, outlet);
        if (!inHand.add(event)) {
            throw new IllegalStateException(
                    "event %s was handed over while %d had no answer"
                            .formatted(request.id(), inHand.most()));
        }
        if (closed) {
            throw new IllegalStateException(
                    "event %s was handed over after the end".formatted(request.id()));
        }
        if (asking.isDone()) {
            asking = new CompletableFuture<>();
        }
        run(() -> handOver(event));
        return event.exchange();
    }

    @Override
    public void awaitedBy(RunRequest request) {
        awaitedBy = request;
    }

    @Override
    public List<RunRequest> inHand() {
        List<RunRequest> calls = inHand.requests();
        RunRequest first = awaitedBy;
        return calls.isEmpty() && first != null ? List.of(first) : calls;
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
        boolean first = turn.isNew();
        Answer refusal = turn.asks();
        if (refusal == null) {
            refusal = connection.turn().asks();
        }
        if (refusal != null) {
            connection.answer(refusal);
            return;
        }
        give(connection);
        if (first) {
            ready.complete(new Readiness.Ready());
        }
    }

    private void give(Connection connection) {
        Event due = turnOf(connection).due();
        if (due != null) {
            renderTo(connection, due);
            return;
        }
        Event done = finishing.poll();
        if (done != null) {
            done.exchange().asked().complete(null);
        }
        Event next = nextUndelivered();
        if (next != null) {
            renderTo(connection, next);
            return;
        }
        waiting.add(connection);
        connection.park();
        if (!inHand.isFull()) {
            asking.complete(null);
        }
    }

    private @Nullable Event nextUndelivered() {
        Event next = undelivered.poll();
        while (next != null && !next.awaitsAnswer()) {
            next = undelivered.poll();
        }
        return next;
    }

    private Turn turnOf(Connection connection) {
        return inHand.most() == 1 ? turn : connection.turn();
    }

    /** The event that an answer with this id is for. */
    @Nullable Event find(String id) {
        return inHand.find(id);
    }

    @Nullable Answer beginsInitError() {
        return turn.reportsInitError();
    }

    /**
     * Ends the answer that {@link Event#begins} let in. The caller learns of it when what has come
     * with the answer was looked at too: most often the runtime asks for the next event there.
     */
    void ends(Event event, Reply reply) {
        event.ends();
        idleTalk = 0;
        finishing.add(event);
        later(() -> complete(event, reply));
    }

    private void complete(Event event, Reply reply) {
        event.exchange().reply().complete(reply);
        if (!waiting.isEmpty() && !inHand.isFull()) {
            asking.complete(null);
        }
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

    void sendSoon(Connection connection) {
        held.add(connection);
    }

    private void handOver(Event event) {
        if (closed) {
            event.cancel();
            return;
        }
        if (waiting.isEmpty()) {
            undelivered.add(event);
            return;
        }
        boolean toAll = inHand.most() == 1;
        for (Connection connection : toAll ? List.copyOf(waiting) : first(waiting)) {
            waiting.remove(connection);
            renderTo(connection, event);
            connection.unpark();
        }
    }

    private static List<Connection> first(Set<Connection> waiting) {
        return List.of(waiting.iterator().next());
    }

    private void renderTo(Connection connection, Event event) {
        Turn turn = turnOf(connection);
        boolean again = turn.renders(event);
        event.belongsTo(turn);
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
        inHand.cancelAll();
    }

    private void later(Runnable step) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            step.run();
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

    private static void closeQuietly(ServerSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.meterlark.worker.protocol;

import dev.meterlark.worker.RunRequest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The Runtime API of one sandbox, from its start to its end. Any thread may call it. Futures
 * complete on the event loop: whoever continues there must not block.
 */
public interface RuntimeConversation extends AutoCloseable {

    /**
     * Completes when the runtime asks for its first event or reports an init error. Never completes
     * when it does neither: the sandbox's end and the init deadline are the caller's to watch.
     */
    CompletableFuture<Readiness> ready();

    /**
     * Lets a runtime that was started without a function ask for its specialisation, from the first
     * call of this on; before it is started. Completes when the runtime asks: then it is warm.
     */
    CompletableFuture<Void> specialization();

    /**
     * Makes the runtime that of a function: it replaces its environment by this one, loads the
     * handler and goes on as when it had been started with it. At once or as soon as it asks.
     *
     * @throws IllegalStateException when called again, or without {@link #specialization}
     */
    void specialize(Map<String, String> environment);

    /**
     * How many events the runtime is given at once, each on a connection of its own; 1 unless this
     * was said, once, before the first event.
     */
    void takesAtOnce(int events);

    /**
     * Hands one event over, at once or as soon as the runtime asks.
     *
     * @param deadline told to the runtime; not watched here
     * @throws IllegalStateException when as many events have no answer yet as the runtime takes at
     *     once, or after {@link #close}
     */
    Exchange hand(RunRequest request, String functionArn, Instant deadline, Outlet outlet);

    /** Says for which call the runtime is being started, which is handed over when it is ready. */
    default void awaitedBy(RunRequest request) {}

    /**
     * The calls that what the function does now can be for: those handed over that have no answer
     * yet; when there are none, those last answered, or the one that waits for the runtime to be
     * ready.
     */
    default List<RunRequest> inHand() {
        return List.of();
    }

    /**
     * Completes when the runtime asks for an event that is not there yet and it may be given one.
     * There is a new future for every event handed over.
     */
    CompletableFuture<Void> asking();

    /**
     * Closes the listener and every connection; futures without an answer are cancelled. May be
     * called again.
     */
    @Override
    void close();
}

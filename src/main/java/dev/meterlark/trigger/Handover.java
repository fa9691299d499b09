package dev.meterlark.trigger;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Hands events over to the front door: filter, template, acceptance, status. The one way in for
 * every event that is pushed. A promise is kept when the call is committed; it fails with a {@link
 * dev.meterlark.shared.RefusedException} when it was not accepted, and coming again with the same
 * key is safe. Never blocks; whoever continues on a promise must not block either.
 */
public interface Handover {

    /**
     * Whether a trigger wants an event, for whoever would keep it first. One that it does not want
     * is counted as such here.
     */
    boolean wants(Trigger<?> trigger, JsonNode event);

    /**
     * What the function sees of an event.
     *
     * @throws dev.meterlark.shared.RefusedException when the template makes too much of it
     */
    JsonNode shaped(Trigger<?> trigger, JsonNode event);

    /**
     * @param key the same event handed over twice under the same key is one call
     * @param orderingKey calls of one key run one after the other; null for no order
     * @return empty when the filter does not want it, or there was a call under this key whose
     *     event looked otherwise
     */
    default CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger, JsonNode event, String key, @Nullable String orderingKey) {
        return event(trigger, event, key, orderingKey, Origin.UNKNOWN);
    }

    /**
     * The same where it is known what the event came of, such as the call that made it happen, or a
     * trace.
     */
    CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger,
            JsonNode event,
            String key,
            @Nullable String orderingKey,
            Origin origin);

    /**
     * The same where whoever brings it sees to it in its own way that an event is one call, such as
     * by what it writes {@link dev.meterlark.invocation.Beside} it.
     *
     * @param terms of the call, as they are
     * @return empty when the filter does not want it
     */
    CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger, JsonNode event, AsyncTerms terms);

    /** An event that is handed over with others. */
    record Pushed(Trigger<?> trigger, JsonNode event, AsyncTerms terms) {}

    /** What became of it. */
    sealed interface Given {

        record Kept(InvocationId call) implements Given {}

        /** The filter does not want it. */
        record Unwanted() implements Given {}

        record Refused(RefusedException why) implements Given {}
    }

    /**
     * The same for many at once, in the transaction of whoever brings them: they are accepted when
     * it is committed, and none of them is when it is not. Blocks for as long as the database
     * takes.
     *
     * @return what becomes of each, in their order
     */
    List<Given> within(List<Pushed> events);

    /**
     * Events of a stream as one call. Those that the filter does not want are left out.
     *
     * @return empty when it wants none, or there was a call under this key whose event looked
     *     otherwise
     */
    CompletableFuture<Optional<Accepted>> batch(
            Trigger<?> trigger, Batch batch, String key, @Nullable String orderingKey);
}

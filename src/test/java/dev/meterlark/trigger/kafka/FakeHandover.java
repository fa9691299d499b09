package dev.meterlark.trigger.kafka;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Batch;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Origin;
import dev.meterlark.trigger.Trigger;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Takes batches, or refuses them, as a test says; the same key twice is one. */
final class FakeHandover implements Handover {

    private final List<JsonNode> taken = new ArrayList<>();
    private final Set<String> keys = new TreeSet<>();
    private volatile boolean full;
    private volatile int most = Integer.MAX_VALUE;
    private int refused;

    /** Refuses whatever comes, as a full queue does. */
    void fill(boolean isFull) {
        full = isFull;
    }

    /** Characters of an event. */
    void takeAtMost(int characters) {
        most = characters;
    }

    synchronized List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    synchronized int refused() {
        return refused;
    }

    /** Their values, in the order in which they came. */
    List<String> values() {
        return taken().stream()
                .map(event -> event.path("data").path("value").asString(""))
                .toList();
    }

    @Override
    public boolean wants(Trigger<?> trigger, JsonNode event) {
        return true;
    }

    @Override
    public JsonNode shaped(Trigger<?> trigger, JsonNode event) {
        return event;
    }

    @Override
    public List<Given> within(List<Pushed> events) {
        throw new IllegalStateException("records come in batches");
    }

    @Override
    public CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger,
            JsonNode event,
            String key,
            @Nullable String orderingKey,
            Origin origin) {
        throw new IllegalStateException("records come in batches");
    }

    @Override
    public CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger, JsonNode event, AsyncTerms terms) {
        throw new IllegalStateException("records come in batches");
    }

    @Override
    public synchronized CompletableFuture<Optional<Accepted>> batch(
            Trigger<?> trigger, Batch batch, String key, @Nullable String orderingKey) {
        List<JsonNode> events = batch.items().stream().map(Batch.Item::event).toList();
        if (batch.shape().written(events).toString().length() > most) {
            return refusal(ErrorCode.EVENT_TOO_LARGE);
        }
        if (full) {
            return refusal(ErrorCode.QUEUE_FULL);
        }
        if (keys.add(orderingKey + " " + key)) {
            taken.addAll(events);
        }
        return CompletableFuture.completedFuture(
                Optional.of(new Accepted(InvocationId.at(Instant.now()), false)));
    }

    private CompletableFuture<Optional<Accepted>> refusal(ErrorCode code) {
        refused++;
        return CompletableFuture.failedFuture(new RefusedException(code, "not now"));
    }
}

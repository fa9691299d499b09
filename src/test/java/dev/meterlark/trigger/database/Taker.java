package dev.meterlark.trigger.database;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Batch;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Origin;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerReport;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A front door that takes what a test lets it take, keys and all. Guarded by its monitor. */
final class Taker implements Handover, TriggerReport {

    record Taken(Batch batch, String key, String shard) {}

    private final List<Taken> taken = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private Function<Batch, @Nullable RefusedException> refusals = _ -> null;

    synchronized void refuse(Function<Batch, @Nullable RefusedException> when) {
        refusals = when;
    }

    synchronized List<Taken> batches() {
        return List.copyOf(taken);
    }

    synchronized List<JsonNode> events() {
        return taken.stream()
                .flatMap(each -> each.batch().items().stream())
                .map(Batch.Item::event)
                .toList();
    }

    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    @Override
    public synchronized CompletableFuture<Optional<Accepted>> batch(
            Trigger<?> trigger, Batch batch, String key, @Nullable String orderingKey) {
        RefusedException refusal = refusals.apply(batch);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        boolean fresh = keys.add(key);
        if (fresh) {
            taken.add(new Taken(batch, key, String.valueOf(orderingKey)));
        }
        return CompletableFuture.completedFuture(
                Optional.of(new Accepted(InvocationId.at(Instant.now()), !fresh)));
    }

    @Override
    public List<Given> within(List<Pushed> events) {
        throw new IllegalStateException("changes come in batches");
    }

    @Override
    public CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger,
            JsonNode event,
            String key,
            @Nullable String orderingKey,
            Origin origin) {
        throw new IllegalStateException("changes come in batches");
    }

    @Override
    public CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger, JsonNode event, AsyncTerms terms) {
        throw new IllegalStateException("changes come in batches");
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
    public void seen(Trigger<?> trigger, int events, Instant newest) {}

    @Override
    public void behind(Trigger<?> trigger, Instant happened) {}

    @Override
    public void filtered(Trigger<?> trigger, int events) {}

    @Override
    public synchronized void failed(Trigger<?> trigger, String forPeople) {
        troubles.add(forPeople);
    }
}

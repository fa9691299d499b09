package dev.meterlark.trigger.schedule;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncResult;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Beside;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Batch;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Origin;
import dev.meterlark.trigger.Trigger;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts calls as the queue does: what is written beside is committed with the call or not. */
final class FakeQueue implements Handover, AsyncCalls {

    private final TransactionTemplate transaction;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<InvocationId, AsyncStatus> statuses = new ConcurrentHashMap<>();
    private volatile @Nullable RefusedException refusal;
    private volatile boolean filters;
    private volatile boolean dies;
    private volatile boolean refusesMany;

    /** What was accepted. */
    record Call(InvocationId id, UUID trigger, String event, @Nullable Instant notBefore) {}

    FakeQueue(ScratchDatabase database) {
        this.transaction = new TransactionTemplate(database.transactions());
    }

    List<Call> calls() {
        return calls;
    }

    void refuseWith(@Nullable RefusedException why) {
        refusal = why;
    }

    void filterAll() {
        filters = true;
    }

    /** From now on nothing is accepted or answered, as when the node is killed. */
    void die(boolean dead) {
        dies = dead;
    }

    /** Takes each call by itself alone, as when one of many is such that the database fails. */
    void refuseMany() {
        refusesMany = true;
    }

    /** Those that were not called off. */
    List<Call> standing() {
        return calls.stream()
                .filter(call -> statuses.get(call.id()) != AsyncStatus.CANCELLED)
                .toList();
    }

    void end(InvocationId call) {
        statuses.put(call, AsyncStatus.SUCCEEDED);
    }

    @Override
    public boolean wants(Trigger<?> trigger, JsonNode event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JsonNode shaped(Trigger<?> trigger, JsonNode event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger, JsonNode event, AsyncTerms terms) {
        if (dies) {
            return new CompletableFuture<>();
        }
        if (filters) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        RefusedException why = refusal;
        if (why != null) {
            return CompletableFuture.failedFuture(why);
        }
        InvocationId id = new InvocationId(UUID.randomUUID());
        Beside beside = Objects.requireNonNull(terms.beside());
        boolean wanted = Boolean.TRUE.equals(transaction.execute(_ -> beside.accepted(id)));
        if (!wanted) {
            return CompletableFuture.failedFuture(
                    new RefusedException(ErrorCode.CONFLICT, "not wanted any more"));
        }
        keep(id, trigger, event, terms);
        return CompletableFuture.completedFuture(Optional.of(new Accepted(id, false)));
    }

    @Override
    public List<Given> within(List<Pushed> events) {
        if (dies || refusesMany) {
            throw new IllegalStateException("many at once are not accepted now");
        }
        return events.stream().map(this::given).toList();
    }

    private Given given(Pushed pushed) {
        RefusedException why = refusal;
        if (filters || why != null) {
            return why == null ? new Given.Unwanted() : new Given.Refused(why);
        }
        InvocationId id = new InvocationId(UUID.randomUUID());
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        keep(id, pushed.trigger(), pushed.event(), pushed.terms());
                    }
                });
        return new Given.Kept(id);
    }

    private void keep(InvocationId id, Trigger<?> trigger, JsonNode event, AsyncTerms terms) {
        statuses.put(id, AsyncStatus.QUEUED);
        calls.add(new Call(id, trigger.id().value(), event.toString(), terms.notBefore()));
    }

    @Override
    public CompletableFuture<Optional<Accepted>> event(
            Trigger<?> trigger,
            JsonNode event,
            String key,
            @Nullable String orderingKey,
            Origin origin) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Optional<Accepted>> batch(
            Trigger<?> trigger, Batch batch, String key, @Nullable String orderingKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Accepted> accept(
            AccountId account, FunctionRef function, Event event, AsyncTerms terms) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Taken> acceptWithin(List<Wanted> calls) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<AsyncCall> find(AccountId account, InvocationId id) {
        return Optional.ofNullable(statuses.get(id)).map(status -> call(account, id, status));
    }

    @Override
    public Optional<AsyncResult> result(AccountId account, InvocationId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<AsyncCall> cancel(Caller caller, InvocationId id) {
        statuses.replace(id, AsyncStatus.QUEUED, AsyncStatus.CANCELLED);
        return find(caller.account(), id);
    }

    private static AsyncCall call(AccountId account, InvocationId id, AsyncStatus status) {
        return new AsyncCall(
                id,
                account,
                FunctionId.random(),
                "tick",
                "$LATEST",
                "schedule",
                Lineage.FIRST,
                null,
                status,
                0,
                Instant.EPOCH,
                null,
                false,
                null,
                null,
                null,
                null,
                null);
    }
}

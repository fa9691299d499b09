package dev.meterlark.invocation.deadletter;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.KeptEvents;
import dev.meterlark.invocation.KeptEvents.KeptEvent;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.Map;
import java.util.Optional;

/**
 * Makes of a call that has ended, however it did, a new one with the same event, where that is
 * kept. Unlike a dead letter it may be replayed any number of times: each is a call of its own.
 */
@Component
class ReplayingEnded {

    private final ObjectProvider<KeptEvents> events;
    private final ObjectProvider<AsyncCalls> calls;
    private final Replaying replaying;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    ReplayingEnded(
            ObjectProvider<KeptEvents> events,
            ObjectProvider<AsyncCalls> calls,
            Replaying replaying,
            AuditTrail audit,
            PlatformTransactionManager transactions) {
        this.events = events;
        this.calls = calls;
        this.replaying = replaying;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * @return empty when the event of such a call is not kept
     * @throws RefusedException when only its beginning is, or it cannot be run
     */
    Optional<Accepted> replay(Caller caller, InvocationId id) {
        KeptEvents kept = events.getIfAvailable();
        return kept == null
                ? Optional.empty()
                : kept.find(caller.account(), id).map(event -> replay(caller, id, event));
    }

    private Accepted replay(Caller caller, InvocationId id, KeptEvent kept) {
        if (!kept.whole()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the call cannot be replayed: only the first %d bytes of its event are kept; send the event again"
                            .formatted(kept.payload().length));
        }
        var wanted = new FunctionRef(kept.functionName(), kept.qualifier());
        replaying.requireSameFunction(caller.account(), wanted, kept.function());
        var event =
                new Event(
                        kept.payload(),
                        kept.contentType(),
                        Event.REPLAY,
                        TraceContext.NONE,
                        null,
                        Lineage.FIRST,
                        kept.trigger());
        Accepted accepted =
                Replaying.await(
                        calls.getObject().accept(caller.account(), wanted, event, AsyncTerms.NOW));
        transaction.executeWithoutResult(
                _ ->
                        audit.record(
                                caller,
                                "call.replayed",
                                "function:" + kept.functionName(),
                                Map.of("call", id.toString(), "as", accepted.id().toString())));
        return accepted;
    }
}

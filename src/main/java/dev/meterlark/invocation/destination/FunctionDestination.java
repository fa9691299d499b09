package dev.meterlark.invocation.destination;

import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Notice;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A function, or whatever else is called by a name, that is called with the record of the end:
 * asynchronously, as the child of the call that ended, and once however often it is told.
 */
@Component
class FunctionDestination implements Destination<OfFunction> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectProvider<AsyncCalls> calls;

    FunctionDestination(ObjectProvider<AsyncCalls> calls) {
        this.calls = calls;
    }

    @Override
    public Class<OfFunction> type() {
        return OfFunction.class;
    }

    /** Whether it is there is known, and held, where the policy is made. */
    @Override
    public @Nullable String refusal(AccountId account, OfFunction target) {
        return null;
    }

    @Override
    public Carried tell(OfFunction target, Notice notice) {
        var event =
                new Event(
                        notice.record(),
                        Event.JSON,
                        "destination",
                        TraceContext.NONE,
                        null,
                        notice.lineage());
        try {
            calls.getObject()
                    .accept(
                            notice.account(),
                            new FunctionRef(target.name(), target.qualifier()),
                            event,
                            AsyncTerms.NOW.once("destination/" + notice.id()))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Carried.Delivered();
        } catch (ExecutionException e) {
            return e.getCause() instanceof RefusedException refusal
                    ? refused(refusal)
                    : new Carried.Failed("the platform did not accept the call", null);
        } catch (TimeoutException e) {
            return new Carried.Failed("the platform did not accept the call in time", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Carried.Failed("the platform stopped", null);
        }
    }

    /** A function that is missing may be on its way to this node, or come back. */
    private static Carried refused(RefusedException refusal) {
        ErrorCode code = refusal.code();
        boolean passes =
                code.retryable()
                        || code.fault() == Fault.PLATFORM
                        || code == ErrorCode.NOT_FOUND
                        || code == ErrorCode.FUNCTION_WITHOUT_CODE;
        return passes
                ? new Carried.Failed(refusal.publicText(), refusal.retryAfter())
                : new Carried.Hopeless(refusal.publicText());
    }
}

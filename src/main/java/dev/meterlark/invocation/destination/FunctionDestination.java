package dev.meterlark.invocation.destination;

import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.invocation.Acceptance;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Notice;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * A function, or whatever else is called by a name, that is called with the record of the end:
 * asynchronously, as the child of the call that ended, and once however often it is told.
 */
@Component
class FunctionDestination implements Destination<OfFunction> {

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
                        notice.trace(),
                        null,
                        notice.lineage());
        return Acceptance.awaited(
                calls.getObject()
                        .accept(
                                notice.account(),
                                new FunctionRef(target.name(), target.qualifier()),
                                event,
                                AsyncTerms.NOW.once("destination/" + notice.id())));
    }
}

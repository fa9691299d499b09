package dev.meterlark.trigger.topic;

import dev.meterlark.invocation.Acceptance;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.topic.Subscriber;
import dev.meterlark.storage.topic.Target;
import dev.meterlark.storage.topic.ToSubscriber;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerTargets;

import org.springframework.beans.factory.ObjectProvider;

import java.util.Optional;

/**
 * A function or a pipeline that is called with each event: asynchronously, once however often it is
 * told, and as the child of the call that published it.
 */
final class CalledSubscriber implements Subscriber {

    private final TargetKind kind;
    private final TriggerTargets targets;
    private final ObjectProvider<AsyncCalls> calls;

    CalledSubscriber(TargetKind kind, TriggerTargets targets, ObjectProvider<AsyncCalls> calls) {
        this.kind = kind;
        this.targets = targets;
        this.calls = calls;
    }

    @Override
    public String kind() {
        return kind.wireName();
    }

    @Override
    public boolean isSigned() {
        return false;
    }

    /** Whoever may call it may have it called. */
    @Override
    public void check(Caller caller, Target target) {
        if (!caller.may(Permission.FUNCTIONS_INVOKE, target.name())) {
            throw new RefusedException(
                    ErrorCode.FORBIDDEN,
                    "a subscription of a %s needs the permission %s for it, which these credentials do not have"
                            .formatted(kind(), Permission.FUNCTIONS_INVOKE.wireName()));
        }
        try {
            targets.hold(
                    caller.account(), kind, new FunctionRef(target.name(), target.qualifier()));
        } catch (RefusedException e) {
            throw new RefusedException(ErrorCode.REQUEST_INVALID, e.publicText());
        }
    }

    @Override
    public Carried deliver(ToSubscriber delivery) {
        var event =
                new Event(
                        delivery.event(),
                        Event.JSON,
                        "topic",
                        TraceContext.of(Optional.ofNullable(delivery.by())),
                        null,
                        Lineage.of(Optional.ofNullable(delivery.by())));
        Target target = delivery.target();
        return Acceptance.awaited(
                calls.getObject()
                        .accept(
                                delivery.account(),
                                new FunctionRef(target.name(), target.qualifier()),
                                event,
                                AsyncTerms.NOW.once("subscription/" + delivery.id())));
    }
}

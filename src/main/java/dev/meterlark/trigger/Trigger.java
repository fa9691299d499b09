package dev.meterlark.trigger;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;

import java.time.Instant;

/**
 * A trigger as its kind sees it.
 *
 * @param <C> the kind's own record, read from the request's members that are not common ones
 * @param target the function or pipeline that it makes run
 * @param type of its kind, and the source of the calls that it makes
 * @param revision grows with each change, also of its state
 */
public record Trigger<C>(
        TriggerId id,
        AccountId account,
        FunctionRef target,
        String type,
        C configuration,
        Reception reception,
        TriggerState state,
        long revision,
        Instant createdAt) {

    public Trigger<C> with(C other) {
        return new Trigger<>(
                id, account, target, type, other, reception, state, revision, createdAt);
    }

    public boolean isEnabled() {
        return state == TriggerState.ENABLED;
    }
}

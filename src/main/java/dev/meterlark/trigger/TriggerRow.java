package dev.meterlark.trigger;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A trigger as it is kept.
 *
 * @param about what it listens to, by name; null when that is nothing of the account's
 * @param configuration its kind's own record, as JSON
 * @param reason why it is not enabled, for people; null when it is
 */
record TriggerRow(
        TriggerId id,
        AccountId account,
        String type,
        TargetKind targetKind,
        FunctionRef target,
        @Nullable String about,
        String configuration,
        Reception reception,
        TriggerState state,
        @Nullable String reason,
        long revision,
        Instant createdAt,
        Instant changedAt) {

    boolean isOf(TargetKind kind, String name) {
        return targetKind == kind && target.name().equals(name);
    }

    TriggerRow in(TriggerState other, @Nullable String why, Instant now) {
        return new TriggerRow(
                id,
                account,
                type,
                targetKind,
                target,
                about,
                configuration,
                reception,
                other,
                why,
                revision + 1,
                createdAt,
                now);
    }
}

package dev.meterlark.trigger;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Which triggers of an account are asked for; what is null restricts nothing.
 *
 * @param kind of what they make run
 * @param target the name of a function or a pipeline
 * @param type such as {@code queue}; one that there is not has no triggers
 */
public record TriggerQuery(
        @Nullable TargetKind kind,
        @Nullable String target,
        @Nullable String type,
        @Nullable TriggerState state) {

    public static final TriggerQuery ALL = new TriggerQuery(null, null, null, null);

    public static TriggerQuery of(TargetKind kind, String target) {
        return new TriggerQuery(kind, target, null, null);
    }

    /**
     * In a caller's words; what is null or empty restricts nothing.
     *
     * @param target the name of a function or a pipeline: no two of them have one name
     * @throws RefusedException when there is no such state
     */
    public static TriggerQuery of(
            @Nullable String target, @Nullable String type, @Nullable String state) {
        return new TriggerQuery(
                null,
                isNothing(target) ? null : target,
                isNothing(type) ? null : type,
                isNothing(state) ? null : known(String.valueOf(state)));
    }

    private static boolean isNothing(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static TriggerState known(String state) {
        return Arrays.stream(TriggerState.values())
                .filter(each -> each.wireName().equals(state))
                .findFirst()
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.REQUEST_INVALID,
                                        "state must be enabled, paused or stopped, was: "
                                                + Shown.text(state)));
    }

    /** What follows the conditions of every list, with its parameters added to theirs. */
    String conditions(List<Object> parameters) {
        var conditions = new StringBuilder();
        if (target != null) {
            conditions.append(" and target_name = ?");
            parameters.add(target);
        }
        if (kind != null) {
            conditions.append(" and target_kind = ?");
            parameters.add(kind.wireName());
        }
        if (type != null) {
            conditions.append(" and type = ?");
            parameters.add(type);
        }
        if (state != null) {
            conditions.append(" and state = ?");
            parameters.add(state.wireName());
        }
        return conditions.toString();
    }
}

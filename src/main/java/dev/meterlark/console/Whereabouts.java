package dev.meterlark.console;

import org.jspecify.annotations.Nullable;

import java.util.function.UnaryOperator;

/**
 * Where the pages of things are that calls, letters and triggers name: these outlive the function,
 * the trigger or the call that they tell of, and a link to one that is gone would be dead. Each
 * address is null where there is nothing to lead to.
 *
 * @param targets by the name of a function or pipeline
 * @param triggers by id
 * @param calls by id
 */
public record Whereabouts(
        UnaryOperator<@Nullable String> targets,
        UnaryOperator<@Nullable String> triggers,
        UnaryOperator<@Nullable String> calls) {

    public @Nullable String target(String name) {
        return targets.apply(name);
    }

    public @Nullable String trigger(String id) {
        return triggers.apply(id);
    }

    public @Nullable String call(String id) {
        return calls.apply(id);
    }
}

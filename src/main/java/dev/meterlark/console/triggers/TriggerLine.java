package dev.meterlark.console.triggers;

import dev.meterlark.console.Show;
import dev.meterlark.trigger.TriggerView;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A trigger in a list, and at the head of its page.
 *
 * @param what it hears of, in a few words
 * @param target the function or pipeline that it makes run
 * @param pipeline whether that is a pipeline
 * @param mood how its state is coloured
 * @param nextRunAt of a timer; null when it is none, runs no more, or was not asked
 */
record TriggerLine(
        String id,
        String type,
        String title,
        String what,
        String target,
        boolean pipeline,
        String qualifier,
        String state,
        String mood,
        @Nullable String reason,
        String events,
        String perMinute,
        String failures,
        boolean failing,
        @Nullable String lastEventAt,
        @Nullable String lastError,
        @Nullable Instant nextRunAt) {

    static TriggerLine of(TriggerView trigger) {
        return of(trigger, null);
    }

    static TriggerLine of(TriggerView trigger, @Nullable Instant nextRunAt) {
        Map<String, Object> status = trigger.status();
        String pipeline = trigger.pipeline();
        long failures = number(status, "failures");
        return new TriggerLine(
                trigger.id().toString(),
                trigger.type(),
                TriggerType.titleOf(trigger.type()),
                Heard.words(trigger),
                pipeline == null ? String.valueOf(trigger.function()) : pipeline,
                pipeline != null,
                trigger.qualifier().equals("$LATEST") ? "" : trigger.qualifier(),
                trigger.state(),
                mood(trigger.state()),
                trigger.reason(),
                Show.count(number(status, "events")),
                String.valueOf(status.getOrDefault("eventsPerMinute", 0)),
                Show.count(failures),
                failures > 0,
                text(status, "lastEventAt"),
                text(status, "lastError"),
                nextRunAt);
    }

    private static String mood(String state) {
        return switch (state) {
            case "enabled" -> "good";
            case "paused" -> "warn";
            default -> "bad";
        };
    }

    static long number(Map<String, Object> status, String name) {
        return status.get(name) instanceof Number number ? number.longValue() : 0;
    }

    static @Nullable String text(Map<String, Object> status, String name) {
        Object value = status.get(name);
        return value == null ? null : value.toString();
    }

    public boolean isEnabled() {
        return state.equals("enabled");
    }
}

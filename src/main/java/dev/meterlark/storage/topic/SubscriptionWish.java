package dev.meterlark.storage.topic;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What somebody wants to get a topic's events.
 *
 * @param name usually the queue's or the function's
 * @param queue one of these four
 * @param qualifier of a function or pipeline
 * @param webhook a web address that events are posted to
 * @param filter null for every event
 */
public record SubscriptionWish(
        @Nullable String name,
        @Nullable String queue,
        @Nullable String function,
        @Nullable String pipeline,
        @Nullable String qualifier,
        @Nullable String webhook,
        @Nullable JsonNode filter) {

    private static final int LONGEST = 2_000;

    public static SubscriptionWish ofQueue(
            @Nullable String name, @Nullable String queue, @Nullable JsonNode filter) {
        return new SubscriptionWish(name, queue, null, null, null, null, filter);
    }

    /** The kind of subscriber that it names; a queue where it names nothing. */
    String kind() {
        Map<String, String> named = new LinkedHashMap<>();
        put(named, "queue", queue);
        put(named, "function", function);
        put(named, "pipeline", pipeline);
        put(named, "webhook", webhook);
        if (named.size() > 1) {
            throw invalid(
                    "a subscription has one of queue, function, pipeline and webhook, and this one"
                            + " has "
                            + String.join(" and ", named.keySet()));
        }
        return named.isEmpty() ? Subscribers.QUEUE : named.keySet().iterator().next();
    }

    Target target() {
        String named = function != null ? function : pipeline != null ? pipeline : webhook;
        String text = Objects.requireNonNull(named, "the kind is not a queue");
        if (text.isBlank() || text.length() > LONGEST || text.indexOf(' ') >= 0) {
            throw invalid(
                    "%s must be 1 to %d characters without spaces".formatted(kind(), LONGEST));
        }
        if (qualifier != null && webhook != null) {
            throw invalid("a webhook has no qualifier; leave it out");
        }
        return new Target(
                text, qualifier == null || qualifier.isEmpty() ? Target.LATEST : qualifier);
    }

    private static void put(Map<String, String> named, String kind, @Nullable String value) {
        if (value != null) {
            named.put(kind, value);
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

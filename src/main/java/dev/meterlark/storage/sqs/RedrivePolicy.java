package dev.meterlark.storage.sqs;

import dev.meterlark.shared.Caller;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a queue's messages go that were received too often.
 *
 * @param queue its name; empty for nowhere
 * @param maxReceives 0 for no bound
 */
record RedrivePolicy(String queue, int maxReceives) {

    private static final int MOST = 1_000;

    /** Null when the attribute is not there; an empty one takes the policy away. */
    static @Nullable RedrivePolicy read(
            @Nullable String attribute, Caller caller, JsonMapper json) {
        if (attribute == null) {
            return null;
        }
        if (attribute.isBlank()) {
            return new RedrivePolicy("", 0);
        }
        JsonNode policy;
        try {
            policy = json.readTree(attribute);
        } catch (JacksonException e) {
            throw invalid(attribute, "Redrive policy is not a valid JSON map.");
        }
        String arn = policy.path("deadLetterTargetArn").asString("");
        if (arn.isEmpty() || !policy.has("maxReceiveCount")) {
            throw invalid(
                    attribute,
                    "Redrive policy needs deadLetterTargetArn and maxReceiveCount, and has not"
                            + " both.");
        }
        return new RedrivePolicy(
                QueueAddress.ofArn("RedrivePolicy", arn, caller),
                receives(attribute, policy.path("maxReceiveCount")));
    }

    /** Some tools write it as text. */
    private static int receives(String attribute, JsonNode count) {
        try {
            int receives = Integer.parseInt(count.asString(""));
            if (receives >= 1 && receives <= MOST) {
                return receives;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw invalid(
                attribute,
                "Invalid value for maxReceiveCount: %s, valid values are from 1 to %d both"
                        + " inclusive.",
                Shown.text(count.asString("")),
                MOST);
    }

    /** As AWS writes it. */
    static String written(String arn, int maxReceives) {
        return "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                .formatted(arn, maxReceives);
    }

    private static SqsException invalid(String attribute, String reason, Object... values) {
        return SqsException.invalid(
                "RedrivePolicy", Shown.text(attribute), reason.formatted(values));
    }
}

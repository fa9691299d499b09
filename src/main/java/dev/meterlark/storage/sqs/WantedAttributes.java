package dev.meterlark.storage.sqs;

import dev.meterlark.storage.Shown;
import dev.meterlark.storage.queue.QueueSettings;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/** What a request wants of a queue, as AWS calls it. */
final class WantedAttributes {

    /** What we have in one way only: that one may be asked for. */
    private static final Map<String, Set<String>> FIXED =
            Map.of(
                    "DeduplicationScope", Set.of("queue"),
                    "FifoThroughputLimit", Set.of("perQueue"),
                    "SqsManagedSseEnabled", Set.of("false"),
                    "KmsMasterKeyId", Set.of(""),
                    "KmsDataKeyReusePeriodSeconds", Set.of("300"),
                    "Policy", Set.of(""),
                    "RedriveAllowPolicy", Set.of("", "{\"redrivePermission\":\"allowAll\"}"));

    private final Map<String, String> attributes;
    private final boolean fifo;

    /**
     * @param fifo whether the queue's name says so
     */
    WantedAttributes(Map<String, String> attributes, boolean fifo) {
        this.attributes = attributes;
        this.fifo = fifo;
        attributes.forEach(this::check);
    }

    private void check(String name, String value) {
        switch (name) {
            case "DelaySeconds",
                    "MaximumMessageSize",
                    "MessageRetentionPeriod",
                    "ReceiveMessageWaitTimeSeconds",
                    "VisibilityTimeout",
                    "RedrivePolicy" -> {}
            case "FifoQueue" -> requireFifo(value);
            case "ContentBasedDeduplication" -> requireFlag(name, value);
            default -> requireFixed(name, value);
        }
    }

    private void requireFifo(String value) {
        if (!value.equals(String.valueOf(fifo))) {
            throw SqsException.invalid(
                    "FifoQueue",
                    Shown.text(value),
                    "The name of a FIFO queue ends with the .fifo suffix, and no other's does.");
        }
    }

    private void requireFlag(String name, String value) {
        if (!fifo) {
            throw new SqsException(
                    SqsError.INVALID_ATTRIBUTE_NAME,
                    "Unknown Attribute %s: it is for FIFO queues.".formatted(name));
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw invalid(name, value);
        }
    }

    private static void requireFixed(String name, String value) {
        Set<String> offered = FIXED.get(name);
        if (offered == null) {
            throw new SqsException(
                    SqsError.INVALID_ATTRIBUTE_NAME,
                    "Unknown Attribute %s.".formatted(Shown.text(name)));
        }
        if (!offered.contains(value.replace(" ", ""))) {
            throw new SqsException(
                    SqsError.UNSUPPORTED,
                    "The attribute %s is not offered here with the value %s; leave it out."
                            .formatted(name, Shown.text(value)));
        }
    }

    /**
     * @param policy what {@code RedrivePolicy} says; null when it says nothing
     */
    QueueSettings settings(@Nullable RedrivePolicy policy) {
        String byContent = attributes.get("ContentBasedDeduplication");
        return new QueueSettings(
                number("VisibilityTimeout"),
                number("MessageRetentionPeriod"),
                number("DelaySeconds"),
                policy == null ? null : Integer.valueOf(policy.maxReceives()),
                policy == null ? null : policy.queue(),
                null,
                number("ReceiveMessageWaitTimeSeconds"),
                number("MaximumMessageSize"),
                byContent == null ? null : Boolean.valueOf(byContent));
    }

    private @Nullable Integer number(String name) {
        String value = attributes.get(name);
        if (value == null) {
            return null;
        }
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw invalid(name, value);
        }
    }

    private static SqsException invalid(String name, String value) {
        return new SqsException(
                SqsError.INVALID_ATTRIBUTE_VALUE,
                "Invalid value for the parameter %s: %s.".formatted(name, Shown.text(value)));
    }
}

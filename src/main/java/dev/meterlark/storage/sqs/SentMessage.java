package dev.meterlark.storage.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.storage.queue.NewMessage;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Sent;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;

/** A message as a request has it, alone or as one of several. */
record SentMessage(
        NewMessage wanted,
        Map<String, MessageAttribute> attributes,
        Map<String, MessageAttribute> system) {

    static final int MOST_BYTES = 1_048_576;

    private static final int LONGEST_DELAY_SECONDS = 900;
    private static final String TRACE = "AWSTraceHeader";

    /**
     * @throws SqsException when the queue does not take it
     */
    static SentMessage read(Members message, QueueView queue) {
        String body = message.required("MessageBody");
        MessageText.require(body);
        Map<String, MessageAttribute> attributes =
                MessageAttribute.sent(message, "MessageAttributes");
        return new SentMessage(
                new NewMessage(
                        body,
                        MessageAttribute.values(attributes),
                        MessageAttribute.types(attributes),
                        delay(message, queue),
                        group(message, queue),
                        deduplicationId(message, queue)),
                attributes,
                system(message));
    }

    /** Taken and given back in its digest, and not kept: there are no traces of AWS's here. */
    private static Map<String, MessageAttribute> system(Members message) {
        Map<String, MessageAttribute> system =
                MessageAttribute.sent(message, "MessageSystemAttributes");
        for (String name : system.keySet()) {
            if (!name.equals(TRACE)) {
                throw SqsException.invalid(
                        "MessageSystemAttributes", "a name", "It must be " + TRACE + ".");
            }
        }
        return system;
    }

    private static @Nullable Integer delay(Members message, QueueView queue) {
        Integer delay = message.number("DelaySeconds", 0, LONGEST_DELAY_SECONDS);
        if (delay != null && delay > 0 && queue.orderedByGroup()) {
            throw SqsException.invalid(
                    "DelaySeconds",
                    delay.toString(),
                    "The request include parameter that is not valid for this queue type.");
        }
        return queue.orderedByGroup() ? null : delay;
    }

    private static @Nullable String group(Members message, QueueView queue) {
        String group = message.text("MessageGroupId");
        if (queue.orderedByGroup() && group == null) {
            throw SqsException.missing("MessageGroupId");
        }
        if (!queue.orderedByGroup() && group != null) {
            throw SqsException.invalid(
                    "MessageGroupId",
                    "given",
                    "The request include parameter that is not valid for this queue type.");
        }
        return group;
    }

    private static @Nullable String deduplicationId(Members message, QueueView queue) {
        String id = message.text("MessageDeduplicationId");
        if (!queue.orderedByGroup() && id != null) {
            throw SqsException.invalid(
                    "MessageDeduplicationId",
                    "given",
                    "The request include parameter that is not valid for this queue type.");
        }
        if (queue.orderedByGroup() && id == null && !queue.deduplicatesByContent()) {
            throw new SqsException(
                    SqsError.INVALID_PARAMETER,
                    "The queue should either have ContentBasedDeduplication enabled or"
                            + " MessageDeduplicationId provided explicitly");
        }
        return id;
    }

    /** As AWS counts them. */
    long bytes() {
        long bytes = wanted.body().getBytes(UTF_8).length;
        for (Map.Entry<String, MessageAttribute> each : attributes.entrySet()) {
            bytes += each.getKey().length() + each.getValue().type().length();
            bytes += each.getValue().bytes().length;
        }
        return bytes;
    }

    /** What the sender checks, and where the message is. */
    ObjectNode answer(Sent sent, JsonMapper json) {
        ObjectNode answer = json.createObjectNode();
        answer.put("MessageId", sent.id().toString());
        answer.put("MD5OfMessageBody", AttributeDigest.of(wanted.body()));
        if (!attributes.isEmpty()) {
            answer.put("MD5OfMessageAttributes", AttributeDigest.of(attributes));
        }
        if (!system.isEmpty()) {
            answer.put("MD5OfMessageSystemAttributes", AttributeDigest.of(system));
        }
        Long sequence = sent.sequence();
        if (sequence != null) {
            answer.put("SequenceNumber", sequence(sequence));
        }
        return answer;
    }

    /** As wide as AWS's, so that it compares as text too. */
    static String sequence(long position) {
        return "%020d".formatted(position);
    }
}

package dev.meterlark.storage.sqs;

import dev.meterlark.storage.Shown;
import dev.meterlark.storage.queue.QueueCounts;
import dev.meterlark.storage.queue.QueueView;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A queue as AWS shows it. */
final class ShownAttributes {

    /** What may be asked for and is not there with us, as it may not be with AWS. */
    private static final Set<String> ABSENT =
            Set.of(
                    "Policy",
                    "KmsMasterKeyId",
                    "KmsDataKeyReusePeriodSeconds",
                    "RedriveAllowPolicy");

    private static final Set<String> SOMETIMES =
            Set.of(
                    "RedrivePolicy",
                    "FifoQueue",
                    "ContentBasedDeduplication",
                    "DeduplicationScope",
                    "FifoThroughputLimit");

    private ShownAttributes() {}

    static Map<String, String> all(QueueView queue, SqsCall call, String region) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("QueueArn", call.address(queue.name()).arn(region));
        QueueCounts counts = queue.messages();
        if (counts != null) {
            shown.put("ApproximateNumberOfMessages", text(counts.waiting()));
            shown.put("ApproximateNumberOfMessagesNotVisible", text(counts.inFlight()));
            shown.put("ApproximateNumberOfMessagesDelayed", text(counts.delayed()));
        }
        shown.put("CreatedTimestamp", text(queue.createdAt().getEpochSecond()));
        shown.put("LastModifiedTimestamp", text(queue.changedAt().getEpochSecond()));
        shown.put("VisibilityTimeout", text(queue.visibilityTimeout()));
        shown.put("MaximumMessageSize", text(queue.maxMessageSize()));
        shown.put("MessageRetentionPeriod", text(queue.retention()));
        shown.put("DelaySeconds", text(queue.delay()));
        shown.put("ReceiveMessageWaitTimeSeconds", text(queue.receiveWait()));
        shown.put("SqsManagedSseEnabled", "false");
        String deadLetters = queue.deadLetterQueue();
        if (deadLetters != null) {
            shown.put(
                    "RedrivePolicy",
                    RedrivePolicy.written(
                            call.address(deadLetters).arn(region), queue.maxReceives()));
        }
        if (queue.orderedByGroup()) {
            shown.put("FifoQueue", "true");
            shown.put("ContentBasedDeduplication", String.valueOf(queue.deduplicatesByContent()));
            shown.put("DeduplicationScope", "queue");
            shown.put("FifoThroughputLimit", "perQueue");
        }
        return shown;
    }

    /**
     * @param wanted their names, or {@code All}
     */
    static Map<String, String> of(Map<String, String> all, List<String> wanted) {
        if (wanted.contains("All")) {
            return all;
        }
        Map<String, String> shown = new LinkedHashMap<>();
        for (String name : wanted) {
            String value = all.get(name);
            if (value != null) {
                shown.put(name, value);
            } else if (!ABSENT.contains(name) && !SOMETIMES.contains(name)) {
                throw new SqsException(
                        SqsError.INVALID_ATTRIBUTE_NAME,
                        "Unknown Attribute %s.".formatted(Shown.text(name)));
            }
        }
        return shown;
    }

    private static String text(long number) {
        return String.valueOf(number);
    }
}

package dev.meterlark.storage.sqs;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.storage.queue.ReceivedMessage;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Messages one at a time, and receiving, as AWS has them. */
@Component
class MessageOperations {

    static final int MOST_AT_ONCE = 10;

    private static final int LONGEST_HIDDEN_SECONDS = 43_200;
    private static final int LONGEST_WAIT_SECONDS = 20;

    private final Queues queues;
    private final QueueMessages messages;
    private final JsonMapper json;
    private final String region;

    MessageOperations(
            Queues queues,
            QueueMessages messages,
            JsonMapper json,
            @Value("${meterlark.region:us-east-1}") String region) {
        this.queues = queues;
        this.messages = messages;
        this.json = json;
        this.region = region;
    }

    ObjectNode send(SqsCall call) {
        String name = call.queue();
        QueueView queue = queue(call, name);
        SentMessage message = SentMessage.read(call.members(), queue);
        return message.answer(
                messages.send(call.caller().account(), name, List.of(message.wanted())).getFirst(),
                json);
    }

    QueueView queue(SqsCall call, String name) {
        return queues.find(call.caller(), name).orElseThrow(QueueOperations::unknown);
    }

    /** Answered at once, or with the first that come while the caller waits. */
    CompletableFuture<ObjectNode> receive(SqsCall call) {
        Members asked = call.members();
        List<String> system = new ArrayList<>(asked.texts("AttributeNames"));
        system.addAll(asked.texts("MessageSystemAttributeNames"));
        List<String> attributes = asked.texts("MessageAttributeNames");
        return messages.receive(
                        call.caller().account(),
                        call.queue(),
                        asked.number("MaxNumberOfMessages", 1, MOST_AT_ONCE),
                        asked.number("WaitTimeSeconds", 0, LONGEST_WAIT_SECONDS),
                        asked.number("VisibilityTimeout", 0, LONGEST_HIDDEN_SECONDS))
                .thenApply(received -> received(call, received, system, attributes));
    }

    private ObjectNode received(
            SqsCall call,
            List<ReceivedMessage> received,
            List<String> system,
            List<String> attributes) {
        ObjectNode answer = json.createObjectNode();
        if (received.isEmpty()) {
            return answer;
        }
        var list = answer.putArray("Messages");
        received.forEach(each -> list.add(message(call, each, system, attributes)));
        return answer;
    }

    private ObjectNode message(
            SqsCall call, ReceivedMessage each, List<String> system, List<String> wanted) {
        ObjectNode message = json.createObjectNode();
        message.put("MessageId", each.id().toString());
        message.put("ReceiptHandle", each.receipt());
        message.put("MD5OfBody", AttributeDigest.of(each.body()));
        message.put("Body", each.body());
        Map<String, String> shown = system(call, each);
        if (!system.contains("All")) {
            shown.keySet().retainAll(system);
        }
        if (!shown.isEmpty()) {
            ObjectNode attributes = message.putObject("Attributes");
            shown.forEach(attributes::put);
        }
        Map<String, MessageAttribute> attributes = MessageAttribute.received(each, wanted);
        if (!attributes.isEmpty()) {
            message.put("MD5OfMessageAttributes", AttributeDigest.of(attributes));
            ObjectNode all = message.putObject("MessageAttributes");
            attributes.forEach((name, attribute) -> all.set(name, attribute.shown(json)));
        }
        return message;
    }

    /** Only an account's own callers send, and which of them is not kept: it is the sender. */
    private Map<String, String> system(SqsCall call, ReceivedMessage each) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("SenderId", call.caller().accountNumber());
        shown.put("SentTimestamp", String.valueOf(each.sentAt().toEpochMilli()));
        shown.put("ApproximateReceiveCount", String.valueOf(each.receives()));
        shown.put(
                "ApproximateFirstReceiveTimestamp",
                String.valueOf(each.firstReceivedAt().toEpochMilli()));
        Long sequence = each.sequence();
        if (sequence != null) {
            shown.put("SequenceNumber", SentMessage.sequence(sequence));
        }
        String group = each.group();
        if (group != null) {
            shown.put("MessageGroupId", group);
        }
        String deduplicationId = each.deduplicationId();
        if (deduplicationId != null) {
            shown.put("MessageDeduplicationId", deduplicationId);
        }
        String from = each.givenUpBy();
        if (from != null) {
            shown.put("DeadLetterQueueSourceArn", call.address(from).arn(region));
        }
        return shown;
    }

    ObjectNode delete(SqsCall call) {
        delete(call, call.queue(), call.members());
        return json.createObjectNode();
    }

    ObjectNode changeVisibility(SqsCall call) {
        changeVisibility(call, call.queue(), call.members());
        return json.createObjectNode();
    }

    /** As with AWS, what is not there any more is as good as deleted. */
    void delete(SqsCall call, String queue, Members asked) {
        String receipt = receipt(asked);
        try {
            messages.delete(call.caller().account(), queue, receipt);
        } catch (RefusedException refusal) {
            requireGone(refusal, call, queue);
        }
    }

    void changeVisibility(SqsCall call, String queue, Members asked) {
        String receipt = receipt(asked);
        Integer seconds = asked.number("VisibilityTimeout", 0, LONGEST_HIDDEN_SECONDS);
        if (seconds == null) {
            throw SqsException.missing("VisibilityTimeout");
        }
        try {
            messages.hide(call.caller().account(), queue, receipt, seconds);
        } catch (RefusedException refusal) {
            requireGone(refusal, call, queue);
            throw SqsException.invalid(
                    "ReceiptHandle",
                    Shown.text(receipt),
                    "Message does not exist or is not available for visibility timeout change.");
        }
    }

    private void requireGone(RefusedException refusal, SqsCall call, String queue) {
        boolean message =
                refusal.code() == ErrorCode.NOT_FOUND
                        && queues.exists(call.caller().account(), queue);
        if (!message) {
            throw refusal;
        }
    }

    private static String receipt(Members asked) {
        String receipt = asked.required("ReceiptHandle");
        if (!QueueMessages.isReceipt(receipt)) {
            throw new SqsException(
                    SqsError.RECEIPT_INVALID,
                    "The input receipt handle \"%s\" is not a valid receipt handle."
                            .formatted(Shown.text(receipt)));
        }
        return receipt;
    }
}

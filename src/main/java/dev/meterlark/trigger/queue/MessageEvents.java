package dev.meterlark.trigger.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.account.Accounts;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.queue.ReceivedMessage;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Messages in the shape in which functions get them from SQS. */
@Component
class MessageEvents {

    private final Accounts accounts;
    private final JsonMapper json;
    private final InstantSource clock;
    private final String region;

    /** An account keeps its number. */
    private final Map<AccountId, String> numbers = new ConcurrentHashMap<>();

    MessageEvents(
            Accounts accounts,
            JsonMapper json,
            InstantSource clock,
            @Value("${meterlark.region:us-east-1}") String region) {
        this.accounts = accounts;
        this.json = json;
        this.clock = clock;
        this.region = region;
    }

    static JsonNode batch(List<JsonNode> records) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        ArrayNode list = whole.putArray("Records");
        records.forEach(list::add);
        return whole;
    }

    ObjectNode record(AccountId account, String queue, ReceivedMessage message) {
        ObjectNode record = record(account, queue);
        record.put("messageId", message.id().toString());
        record.put("receiptHandle", message.receipt());
        record.put("body", message.body());
        record.put("md5OfBody", md5(message.body()));
        ObjectNode attributes = record.putObject("attributes");
        attributes.put("ApproximateReceiveCount", Integer.toString(message.receives()));
        attributes.put("SentTimestamp", millis(message.sentAt()));
        attributes.put("SenderId", number(account));
        attributes.put("ApproximateFirstReceiveTimestamp", millis(message.firstReceivedAt()));
        if (message.group() != null) {
            attributes.put("MessageGroupId", message.group());
        }
        ObjectNode own = record.putObject("messageAttributes");
        message.attributes().forEach((name, value) -> attribute(own.putObject(name), value));
        return record;
    }

    private static void attribute(ObjectNode attribute, String value) {
        attribute.put("stringValue", value);
        attribute.putArray("stringListValues");
        attribute.putArray("binaryListValues");
        attribute.put("dataType", "String");
    }

    private ObjectNode record(AccountId account, String queue) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("eventSource", "aws:sqs");
        record.put(
                "eventSourceARN", "arn:aws:sqs:%s:%s:%s".formatted(region, number(account), queue));
        record.put("awsRegion", region);
        return record;
    }

    JsonNode sample(AccountId account, String queue) {
        String body = "Hello from a test event.";
        ObjectNode record = record(account, queue);
        record.put("messageId", "00000000-0000-4000-8000-000000000000");
        record.put("receiptHandle", "test");
        record.put("body", body);
        record.put("md5OfBody", md5(body));
        ObjectNode attributes = record.putObject("attributes");
        attributes.put("ApproximateReceiveCount", "1");
        attributes.put("SentTimestamp", millis(clock.instant()));
        attributes.put("SenderId", number(account));
        attributes.put("ApproximateFirstReceiveTimestamp", millis(clock.instant()));
        record.putObject("messageAttributes");
        return batch(List.of(record));
    }

    /** What a filter is compared with: a body that is JSON is looked into, as AWS does. */
    JsonNode forFilter(ObjectNode record) {
        try {
            JsonNode body = json.readTree(record.path("body").asString());
            return body.isContainer() ? record.deepCopy().set("body", body) : record;
        } catch (JacksonException e) {
            return record;
        }
    }

    private String number(AccountId account) {
        return numbers.computeIfAbsent(account, id -> accounts.identity(id).number());
    }

    private static String millis(Instant at) {
        return Long.toString(at.toEpochMilli());
    }

    private static String md5(String body) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(body.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}

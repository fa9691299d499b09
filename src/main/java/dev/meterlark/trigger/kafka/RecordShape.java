package dev.meterlark.trigger.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.trigger.Batch;
import dev.meterlark.trigger.BatchShape;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Makes events of records: CloudEvents, or what AWS hands to functions. */
final class RecordShape {

    static final String TYPE = "dev.meterlark.kafka.record";

    private final KafkaTrigger asked;
    private final String source;

    RecordShape(KafkaTrigger asked) {
        this.asked = asked;
        this.source = "kafka://%s/%s".formatted(asked.seeds().getFirst(), asked.source());
    }

    RecordEvent of(ConsumerRecord<byte[], byte[]> record) {
        String id = "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset());
        return asked.isInAwsShape()
                ? RecordEvent.of(id, record.offset(), aws(record), () -> smallAws(record))
                : RecordEvent.of(
                        id, record.offset(), cloudEvent(id, record), () -> small(id, record));
    }

    Batch batch(List<RecordEvent> events) {
        BatchShape shape = asked.isInAwsShape() ? new AwsRecords(servers()) : BatchShape.EVENTS;
        return new Batch(
                events.stream().map(each -> new Batch.Item(each.id(), each.event())).toList(),
                shape);
    }

    private String servers() {
        return String.join(",", asked.seeds().stream().map(Broker::toString).toList());
    }

    private ObjectNode cloudEvent(String id, ConsumerRecord<byte[], byte[]> record) {
        ObjectNode event = envelope(id, record);
        ObjectNode data = place(event.putObject("data"), record);
        data.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        data.put("timestampType", record.timestampType().name());
        asked.keys().put(data, "key", record.key());
        asked.values().put(data, "value", record.value());
        ArrayNode headers = data.putArray("headers");
        for (Header each : record.headers()) {
            Form.TEXT.put(headers.addObject().put("name", each.key()), "value", each.value());
        }
        return event;
    }

    /** Says what is left out, and where it is: the function may fetch it. */
    private ObjectNode small(String id, ConsumerRecord<byte[], byte[]> record) {
        ObjectNode event = envelope(id, record);
        ObjectNode data = place(event.putObject("data"), record);
        data.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        data.putArray("omitted").add("key").add("value").add("headers");
        data.put("keyBytes", Math.max(0, record.serializedKeySize()));
        data.put("valueBytes", Math.max(0, record.serializedValueSize()));
        return event;
    }

    private ObjectNode envelope(String id, ConsumerRecord<byte[], byte[]> record) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", TYPE);
        event.put("subject", record.topic());
        event.put("time", Instant.ofEpochMilli(record.timestamp()).toString());
        event.put("datacontenttype", "application/json");
        return event;
    }

    private static ObjectNode place(ObjectNode into, ConsumerRecord<byte[], byte[]> record) {
        into.put("topic", record.topic());
        into.put("partition", record.partition());
        into.put("offset", record.offset());
        return into;
    }

    private static ObjectNode aws(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode event = awsPlace(record);
        putBase64(event, "key", record.key());
        putBase64(event, "value", record.value());
        ArrayNode headers = event.putArray("headers");
        for (Header each : record.headers()) {
            ArrayNode bytes = headers.addObject().putArray(each.key());
            byte[] value = each.value() == null ? new byte[0] : each.value();
            for (byte one : value) {
                bytes.add(one);
            }
        }
        return event;
    }

    private static ObjectNode smallAws(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode event = awsPlace(record);
        event.putArray("headers");
        event.putArray("omitted").add("key").add("value").add("headers");
        return event;
    }

    private static ObjectNode awsPlace(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode event = place(JsonNodeFactory.instance.objectNode(), record);
        event.put("timestamp", record.timestamp());
        event.put("timestampType", record.timestampType().name());
        return event;
    }

    /** As AWS has it, what is null is left out. */
    private static void putBase64(ObjectNode into, String member, byte @Nullable [] bytes) {
        if (bytes != null) {
            into.put(member, Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** An event of the right shape. */
    ObjectNode sample() {
        byte[] key = "order-1".getBytes(UTF_8);
        byte[] value = "{\"total\":700}".getBytes(UTF_8);
        return of(new ConsumerRecord<>(asked.source(), 0, 42, key, value)).event();
    }
}

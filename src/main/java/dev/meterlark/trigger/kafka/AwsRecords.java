package dev.meterlark.trigger.kafka;

import dev.meterlark.trigger.BatchShape;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Records as AWS hands them to functions: in lists by topic and partition. An answer names one by
 * both and its offset.
 *
 * @param servers where the cluster was asked first
 */
record AwsRecords(String servers) implements BatchShape {

    static final String SOURCE = "aws:kafka";

    /** Of a batch that was written so. */
    static boolean isOne(JsonNode batch) {
        return SOURCE.equals(batch.path("eventSource").asString(""));
    }

    static AwsRecords of(JsonNode batch) {
        return new AwsRecords(batch.path("bootstrapServers").asString(""));
    }

    @Override
    public JsonNode written(List<JsonNode> events) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.put("eventSource", SOURCE);
        whole.put("bootstrapServers", servers);
        ObjectNode records = whole.putObject("records");
        for (JsonNode event : events) {
            String list = list(event);
            ArrayNode into =
                    records.get(list) instanceof ArrayNode there ? there : records.putArray(list);
            into.add(event);
        }
        return whole;
    }

    @Override
    public List<JsonNode> events(JsonNode written) {
        List<JsonNode> events = new ArrayList<>();
        written.path("records").forEach(list -> list.forEach(events::add));
        return events;
    }

    @Override
    public JsonNode idOf(JsonNode event) {
        ObjectNode id = JsonNodeFactory.instance.objectNode();
        id.put("partition", list(event));
        id.set("offset", event.path("offset"));
        return id;
    }

    private static String list(JsonNode event) {
        return event.path("topic").asString("") + "-" + event.path("partition").asInt(0);
    }
}

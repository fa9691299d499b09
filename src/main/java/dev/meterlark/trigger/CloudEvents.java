package dev.meterlark.trigger;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** A list of CloudEvents in structured form; JSON knows no other way to have several. */
final class CloudEvents implements BatchShape {

    private static final String MEMBER = "events";

    @Override
    public JsonNode written(List<JsonNode> events) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        ArrayNode list = whole.putArray(MEMBER);
        events.forEach(list::add);
        return whole;
    }

    @Override
    public List<JsonNode> events(JsonNode written) {
        return written.path(MEMBER).valueStream().toList();
    }

    @Override
    public JsonNode idOf(JsonNode event) {
        return event.path("id");
    }
}

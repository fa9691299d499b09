package dev.meterlark.trigger.table;

import dev.meterlark.storage.table.Change;
import dev.meterlark.storage.table.Document;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A change as a CloudEvent. Its id is the same however often it is handed over, and to whom. */
final class TableEvents {

    private static final String TYPE = "dev.meterlark.table.item.";

    private TableEvents() {}

    /**
     * @param id of the table: a name may be another table's tomorrow
     */
    static JsonNode event(String table, String id, Change change) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", id(id, change));
        event.put("source", "/tables/" + table);
        event.put("type", TYPE + change.kind().wireName());
        event.put("subject", change.key());
        event.put("time", change.at().toString());
        event.put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data");
        data.put("key", change.key());
        data.set("before", tree(change.before()));
        data.set("after", tree(change.after()));
        data.put("version", change.sequence());
        return event;
    }

    private static String id(String table, Change change) {
        String made = "%s-%d-%d".formatted(table, change.shard(), change.sequence());
        return change.kind() == Change.Kind.FOUND ? made + "-found" : made;
    }

    private static JsonNode tree(@Nullable Document document) {
        return document == null ? JsonNodeFactory.instance.nullNode() : document.tree();
    }
}

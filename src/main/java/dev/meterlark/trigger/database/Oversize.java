package dev.meterlark.trigger.database;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row that is larger than an event may be: its longest values are left out, one after the other,
 * until it fits. The function knows by its key which row it is, and can read it.
 */
final class Oversize {

    /** Stands for a value that was left out. */
    static final String TOO_LONG = "__meterlark_too_long";

    /** What CloudEvents call an extension: names what was left out. */
    static final String EXTENSION = "leftout";

    private record Value(ObjectNode row, String image, String column, int length) {}

    private Oversize() {}

    /**
     * @param most characters
     * @return the names of what was left out; empty when that is nothing, and nothing can be
     */
    static List<String> reduce(ObjectNode event, int most) {
        List<Value> longest =
                Stream.of("before", "after")
                        .flatMap(image -> values(event.path("data").path(image), image))
                        .sorted(Comparator.comparingInt(Value::length).reversed())
                        .toList();
        int excess = event.toString().length() - most;
        List<String> leftOut = new ArrayList<>();
        for (Value value : longest) {
            if (excess <= 0 || value.length() <= TOO_LONG.length()) {
                break;
            }
            value.row().set(value.column(), StringNode.valueOf(TOO_LONG));
            excess -= value.length() - TOO_LONG.length();
            leftOut.add(value.image() + "." + value.column());
        }
        if (!leftOut.isEmpty()) {
            event.put(EXTENSION, String.join(",", leftOut));
        }
        return leftOut;
    }

    private static Stream<Value> values(JsonNode image, String name) {
        return image instanceof ObjectNode row
                ? row.properties().stream()
                        .map(
                                each ->
                                        new Value(
                                                row,
                                                name,
                                                each.getKey(),
                                                each.getValue().toString().length()))
                : Stream.empty();
    }
}

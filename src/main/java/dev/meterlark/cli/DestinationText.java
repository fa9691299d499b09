package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A destination as it is typed and shown. */
final class DestinationText {

    private DestinationText() {}

    /** Null as JSON has it for {@code none}. */
    static JsonNode parse(String text) {
        if (text.equals("none")) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return of("webhook").put("url", text);
        }
        String[] parts = text.split(":", 3);
        String name = parts.length > 1 ? parts[1] : "";
        if (name.isEmpty()) {
            throw unknown(text);
        }
        return switch (parts[0]) {
            case "function" -> with(of("function").put("function", name), "qualifier", parts);
            case "queue" -> of("queue").put("queue", name);
            case "topic" -> of("topic").put("topic", name);
            case "bucket" -> with(of("bucket").put("bucket", name), "prefix", parts);
            case "kafka" -> kafka(name, parts, text);
            default -> throw unknown(text);
        };
    }

    static String of(JsonNode destination) {
        String type = Json.text(destination, "type", "");
        return switch (type) {
            case "" -> "none";
            case "webhook" -> Json.text(destination, "url", "?");
            case "function" ->
                    "function:%s:%s"
                            .formatted(
                                    Json.text(destination, "function", "?"),
                                    Json.text(destination, "qualifier", "?"));
            case "bucket" ->
                    "bucket:%s:%s"
                            .formatted(
                                    Json.text(destination, "bucket", "?"),
                                    Json.text(destination, "prefix", ""));
            case "kafka" ->
                    "kafka:%s:%s:%s"
                            .formatted(
                                    Json.text(destination, "connection", "?"),
                                    Json.text(destination, "topic", "?"),
                                    Json.text(destination, "key", ""));
            default -> type + ":" + Json.text(destination, type, "?");
        };
    }

    private static ObjectNode kafka(String connection, String[] parts, String text) {
        if (parts.length < 3) {
            throw unknown(text);
        }
        String[] topic = parts[2].split(":", 2);
        ObjectNode made = of("kafka").put("connection", connection).put("topic", topic[0]);
        return topic.length < 2 ? made : made.put("key", topic[1]);
    }

    private static ObjectNode of(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode with(ObjectNode made, String member, String[] parts) {
        return parts.length < 3 ? made : made.put(member, parts[2]);
    }

    private static Failure unknown(String text) {
        return Failure.usage(
                "a destination is a web address, function:NAME, queue:NAME, topic:NAME,"
                        + " bucket:NAME, kafka:CONNECTION:TOPIC or none, was: "
                        + text,
                "lark async NAME --on-failure https://hooks.example.com/dead");
    }
}

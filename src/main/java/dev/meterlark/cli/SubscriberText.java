package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who gets a topic's events, as it is typed and shown. */
final class SubscriberText {

    private SubscriberText() {}

    static ObjectNode parse(String text) {
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return Json.object().put("webhook", text);
        }
        String[] parts = text.split(":", 3);
        if (parts.length == 1) {
            return Json.object().put("queue", text);
        }
        return switch (parts[0]) {
            case "queue" -> Json.object().put("queue", parts[1]);
            case "function", "pipeline" -> {
                ObjectNode made = Json.object().put(parts[0], parts[1]);
                yield parts.length < 3 ? made : made.put("qualifier", parts[2]);
            }
            default ->
                    throw Failure.usage(
                            "a target is a queue, function:NAME, pipeline:NAME or a web address,"
                                    + " was: "
                                    + Shown.line(text),
                            "lark topic subscribe orders function:mail");
        };
    }

    static String of(JsonNode subscription) {
        for (String kind : new String[] {"function", "pipeline"}) {
            if (subscription.has(kind)) {
                String qualifier = Json.text(subscription, "qualifier", "");
                return kind
                        + ":"
                        + Json.text(subscription, kind, "?")
                        + (qualifier.isEmpty() ? "" : ":" + qualifier);
            }
        }
        return Json.text(subscription, "queue", Json.text(subscription, "webhook", "?"));
    }
}

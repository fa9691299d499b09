package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.Optional;

/** What is told of a call that nobody waited for. */
record CallFacts(JsonNode json) {

    void show(Printing printing) {
        if (printing.json()) {
            printing.json(json);
            return;
        }
        JsonNode async = json.path("async");
        line(printing, "status", Json.text(json, "status", ""));
        line(printing, "function", Json.text(json, "function", ""));
        line(printing, "accepted", Json.text(async, "acceptedAt", ""));
        line(printing, "attempts", Json.text(async, "attempts", ""));
        line(printing, "next attempt", Json.text(async, "nextAttemptAt", ""));
        line(printing, "ended", Json.text(async, "endedAt", ""));
        line(printing, "reason", Json.text(async, "reason", ""));
        line(printing, "message", Json.text(async, "message", ""));
        line(printing, "result until", Json.text(async, "resultUntil", ""));
    }

    private static void line(Printing printing, String name, String value) {
        if (!value.isEmpty()) {
            printing.say("%-12s  %s".formatted(name, Shown.line(value)));
        }
    }

    /** JSON as JSON, anything else in base64: text may hold what JSON cannot. */
    static ObjectNode answer(String id, Reply reply) {
        ObjectNode document = Json.object();
        document.put("invocationId", id);
        into(document, reply);
        return document;
    }

    static void into(ObjectNode document, Reply reply) {
        String type = reply.header("Content-Type");
        document.put("contentType", type);
        Optional<JsonNode> json =
                type.contains("json") ? Json.read(reply.body()) : Optional.empty();
        json.ifPresentOrElse(
                answer -> document.set("answer", answer),
                () ->
                        document.put(
                                "answerBase64", Base64.getEncoder().encodeToString(reply.body())));
    }
}

package dev.meterlark.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.Optional;

/** What is told of a call. */
record CallFacts(JsonNode json) {

    void show(Printing printing) {
        if (printing.json()) {
            printing.json(json);
            return;
        }
        JsonNode async = json.path("async");
        line(printing, "status", Json.text(json, "status", ""));
        line(printing, "function", Json.text(json, "function", ""));
        line(printing, "version", Json.text(json, "version", ""));
        line(printing, "started", Json.text(json, "startedAt", ""));
        line(printing, "took", took());
        line(printing, "price", price());
        line(printing, "error", Json.text(json.path("error"), "code", ""));
        line(printing, "said", Json.text(json.path("error"), "message", ""));
        line(printing, "accepted", Json.text(async, "acceptedAt", ""));
        line(printing, "attempts", Json.text(async, "attempts", ""));
        line(printing, "next attempt", Json.text(async, "nextAttemptAt", ""));
        line(printing, "ended", Json.text(async, "endedAt", ""));
        line(printing, "reason", Json.text(async, "reason", ""));
        line(printing, "message", Json.text(async, "message", ""));
        line(printing, "result until", Json.text(async, "resultUntil", ""));
    }

    /** Of the last attempt: empty before it has ended. */
    private String took() {
        JsonNode phases = json.path("phases");
        return phases.isMissingNode()
                ? ""
                : "queued %s ms, start %s ms, init %s ms, run %s ms, billed %s ms"
                        .formatted(
                                Json.text(phases, "queuedMs", "?"),
                                Json.text(phases, "startMs", "?"),
                                Json.text(phases, "initMs", "?"),
                                Json.text(phases, "runMs", "?"),
                                Json.text(json, "billedMs", "?"));
    }

    private String price() {
        JsonNode price = json.path("price");
        return price.isMissingNode()
                ? ""
                : Json.text(price, "amount", "?") + " " + Json.text(price, "currency", "");
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

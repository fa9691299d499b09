package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;

/** What the platform says of a function. */
record FunctionFacts(JsonNode json) {

    static FunctionFacts of(JsonNode json) {
        return new FunctionFacts(json);
    }

    String id() {
        return Json.text(json, "id", "");
    }

    String name() {
        return Json.text(json, "name", "");
    }

    String runtime() {
        return Json.text(json, "runtime", "");
    }

    String handler() {
        return Json.text(json, "handler", "");
    }

    long memoryMiB() {
        return json.path("memoryMb").asLong(0);
    }

    long timeoutSeconds() {
        return json.path("timeout").asLong(0);
    }

    /** Whether these are its variables; false for a key that is not shown them. */
    boolean hasEnvironment(@Nullable Map<String, String> variables) {
        ObjectNode wished = Json.object();
        if (variables != null) {
            variables.forEach(wished::put);
        }
        return wished.equals(json.path("environment"));
    }

    /** Its own URL; empty where the platform has none. */
    String url() {
        return Json.text(json, "url", "");
    }

    boolean hasCode() {
        return !digest().isEmpty();
    }

    /** Of the package as the platform keeps it; empty before the first upload. */
    String digest() {
        return Json.text(json.path("code"), "digest", "");
    }

    long codeSize() {
        return json.path("code").path("size").asLong(0);
    }
}

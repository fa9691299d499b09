package dev.meterlark.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** JSON as it is read and written here: numbers keep every digit. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Empty when it is no JSON. */
    static Optional<JsonNode> read(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            return node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Why it is no JSON, in one line; empty when it is. */
    static Optional<String> fault(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes).isMissingNode()
                    ? Optional.of("there is nothing in it")
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.of(
                    "%s (line %d, column %d)"
                            .formatted(
                                    e.getOriginalMessage(),
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr()));
        }
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** On one line. */
    static String line(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** The text of a member, or what to take when there is none. */
    static String text(JsonNode node, String member, String otherwise) {
        JsonNode value = node.path(member);
        return value.isValueNode() && !value.isNull() ? value.asString(otherwise) : otherwise;
    }
}

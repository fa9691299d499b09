package dev.meterlark.console.queues;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/** What somebody typed, into a form or an address. */
final class Typed {

    private Typed() {}

    /**
     * @param what it is, for people
     */
    static JsonNode read(String what, String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is no JSON: look at line %d, column %d"
                            .formatted(
                                    what,
                                    at == null ? 1 : at.getLineNr(),
                                    at == null ? 1 : at.getColumnNr()));
        }
    }

    /** Null when a form carried none, as where it was not shown by us. */
    static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Empty when it is none. */
    static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An event of a type, with some data or none. */
    static ObjectNode event(String type, String data) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("type", type);
        if (!data.isBlank()) {
            event.set("data", read("data", data));
        }
        return event;
    }
}

package dev.meterlark.storage.topic;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;

/** What is published, as a CloudEvent 1.0: what is missing is added, what is wrong is refused. */
final class EventForm {

    private static final String VERSION = "1.0";
    private static final int LONGEST_TEXT = 1_024;
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,20}");

    private EventForm() {}

    static ObjectNode of(JsonNode given, String topic, Instant now) {
        if (!given.isObject()) {
            throw invalid("an event must be an object such as {\"type\": \"order.paid\"}");
        }
        JsonNode version = given.path("specversion");
        if (!version.isMissingNode() && !VERSION.equals(version.asString(""))) {
            throw invalid("specversion must be \"1.0\", was: " + Shown.text(version.toString()));
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", VERSION);
        event.put("id", EventId.random().toString());
        event.put("source", "/topics/" + topic);
        event.put("type", "");
        event.put("time", now.toString());
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            event.set(member.getKey(), member.getValue());
        }
        check(event);
        if (event.has("data") && !event.has("datacontenttype")) {
            event.put("datacontenttype", "application/json");
        }
        return event;
    }

    private static void check(ObjectNode event) {
        for (Map.Entry<String, JsonNode> member : event.properties()) {
            String name = member.getKey();
            switch (name) {
                case "data" -> {}
                case "data_base64" -> requireText(name, member.getValue(), Integer.MAX_VALUE);
                case "id", "source", "type", "specversion", "time" ->
                        requireText(name, member.getValue(), LONGEST_TEXT);
                default -> requireAttribute(name, member.getValue());
            }
        }
        if (event.has("data") && event.has("data_base64")) {
            throw invalid("an event has data or data_base64, and not both");
        }
        try {
            OffsetDateTime.parse(event.path("time").asString());
        } catch (DateTimeParseException e) {
            throw invalid(
                    "time must be as in 2026-11-23T12:00:00Z, was: "
                            + Shown.text(event.path("time").asString()));
        }
    }

    private static void requireText(String name, JsonNode value, int longest) {
        if (!value.isString()
                || value.asString().isEmpty()
                || value.asString().length() > longest) {
            throw invalid(
                    "%s must be text of 1 to %d characters, was: %s"
                            .formatted(name, longest, Shown.text(value.toString())));
        }
    }

    private static void requireAttribute(String name, JsonNode value) {
        if (!ATTRIBUTE.matcher(name).matches()) {
            throw invalid(
                    "an attribute of an event has 1 to 20 small letters and digits as its name,"
                            + " was:"
                            + " %s; what belongs to the event itself goes into data"
                                    .formatted(Shown.text(name)));
        }
        boolean plain = value.isString() || value.isBoolean() || value.isIntegralNumber();
        if (!plain || value.toString().length() > LONGEST_TEXT) {
            throw invalid(
                    "%s must be text, a whole number, true or false, was: %s; what belongs to the"
                                    .formatted(name, Shown.text(value.toString()))
                            + " event itself goes into data");
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

package dev.meterlark.invocation.catalog;

import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.JsonText;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A CloudEvent of version 1.0, in the two forms that HTTP knows: structured, all of it as JSON, and
 * binary, its attributes as headers.
 *
 * @param attributes as text, with the four that every event has, without the data's type
 * @param dataType media type of the data; null stands for JSON
 */
public record CloudEvent(
        SortedMap<String, String> attributes, @Nullable String dataType, byte[] data) {

    public static final String STRUCTURED = "application/cloudevents+json";
    public static final String HEADER = "ce-";

    private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,40}");
    private static final int LONGEST_VALUE = 4096;
    private static final int MOST_ATTRIBUTES = 50;

    /**
     * From an event in the structured form.
     *
     * @throws IllegalArgumentException saying what it lacks or has wrong
     */
    public static CloudEvent structured(byte[] json) {
        Optional<String> flaw = JsonText.flaw(json);
        if (flaw.isPresent()) {
            throw new IllegalArgumentException("it is not valid JSON: " + flaw.get());
        }
        JsonNode event = Conversions.tree(json);
        if (!event.isObject()) {
            throw new IllegalArgumentException("it is a JSON object, and this is none");
        }
        var attributes = new TreeMap<String, String>();
        for (Map.Entry<String, JsonNode> each : event.properties()) {
            if (!isData(each.getKey()) && !each.getValue().isNull()) {
                attributes.put(each.getKey(), value(each.getKey(), each.getValue()));
            }
        }
        JsonNode type = event.get("datacontenttype");
        return checked(
                attributes,
                type == null || type.isNull() ? null : value("datacontenttype", type),
                data(event, type == null ? "" : type.asString("")));
    }

    /**
     * From a request in the binary form.
     *
     * @param attributes values of headers by name, without {@value #HEADER}
     * @throws IllegalArgumentException saying what it lacks or has wrong
     */
    public static CloudEvent binary(
            Map<String, String> attributes, @Nullable String dataType, byte[] data) {
        if (attributes.containsKey("datacontenttype")) {
            throw new IllegalArgumentException(
                    "the data's type is the Content-Type; leave out ce-datacontenttype");
        }
        var decoded = new TreeMap<String, String>();
        attributes.forEach((name, value) -> decoded.put(name, HeaderText.decoded(value)));
        return checked(decoded, dataType, data);
    }

    /** Of what a call answered. */
    public static CloudEvent answer(Map<String, String> attributes, String dataType, byte[] data) {
        return checked(new TreeMap<>(attributes), dataType, data);
    }

    /** In the structured form. */
    public byte[] json() {
        ObjectNode event = Conversions.object();
        attributes.forEach(event::put);
        if (dataType != null) {
            event.put("datacontenttype", dataType);
        }
        if (data.length > 0) {
            if (isJsonData() && JsonText.flaw(data).isEmpty()) {
                event.set("data", Conversions.tree(data));
            } else if (MediaTypeText.isText(typeOfData())) {
                event.put("data", Conversions.text(new Content(data, typeOfData())));
            } else {
                event.put("data_base64", Base64.getEncoder().encodeToString(data));
            }
        }
        return Conversions.written(event);
    }

    /** The attributes in the binary form, by header. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        attributes.forEach((name, value) -> headers.put(HEADER + name, HeaderText.encoded(value)));
        return headers;
    }

    public String typeOfData() {
        return dataType == null ? Event.JSON : dataType;
    }

    private boolean isJsonData() {
        return MediaTypeText.isJson(typeOfData());
    }

    private static boolean isData(String name) {
        return name.equals("data") || name.equals("data_base64") || name.equals("datacontenttype");
    }

    private static byte[] data(JsonNode event, String type) {
        JsonNode data = event.get("data");
        JsonNode binary = event.get("data_base64");
        if (data != null && binary != null) {
            throw new IllegalArgumentException("it has data or data_base64, not both");
        }
        if (binary != null && !binary.isNull()) {
            try {
                return Base64.getDecoder().decode(binary.asString(""));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("data_base64 is not base64", e);
            }
        }
        if (data == null) {
            return new byte[0];
        }
        boolean json = type.isEmpty() || MediaTypeText.isJson(type);
        return data.isString() && !json
                ? data.asString().getBytes(StandardCharsets.UTF_8)
                : Conversions.written(data);
    }

    private static String value(String name, JsonNode value) {
        if (!value.isString() && !value.isBoolean() && !value.isIntegralNumber()) {
            throw new IllegalArgumentException(
                    "the attribute %s is text, a whole number or a boolean".formatted(shown(name)));
        }
        return value.asString();
    }

    private static CloudEvent checked(
            SortedMap<String, String> attributes, @Nullable String dataType, byte[] data) {
        for (String name : REQUIRED) {
            if (attributes.getOrDefault(name, "").isEmpty()) {
                throw new IllegalArgumentException("the attribute %s is missing".formatted(name));
            }
        }
        if (!"1.0".equals(attributes.get("specversion"))) {
            throw new IllegalArgumentException(
                    "specversion must be 1.0, was: " + shown(attributes.get("specversion")));
        }
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "it has %d attributes, and %d may be"
                            .formatted(attributes.size(), MOST_ATTRIBUTES));
        }
        attributes.forEach(CloudEvent::check);
        if (dataType != null && !MediaTypeText.isOne(dataType)) {
            throw new IllegalArgumentException(
                    "the data's type must be a media type, was: " + shown(dataType));
        }
        return new CloudEvent(attributes, dataType, data);
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "attributes are named with at most 40 small letters and digits, was: "
                            + shown(name));
        }
        if (value.length() > LONGEST_VALUE || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the attribute %s is one line of at most %d characters"
                            .formatted(name, LONGEST_VALUE));
        }
        if (name.equals("time")) {
            try {
                OffsetDateTime.parse(value);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "time must be as in 2026-11-25T21:00:00Z, was: " + shown(value), e);
            }
        }
    }

    private static String shown(@Nullable String text) {
        String plain = String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
    }
}

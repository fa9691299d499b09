package dev.meterlark.storage.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.storage.Shown;
import dev.meterlark.storage.queue.ReceivedMessage;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One of the attributes beside a message's body.
 *
 * @param type {@code String}, {@code Number} or {@code Binary}, with a label behind a dot if the
 *     sender likes
 * @param value of a binary one in Base64
 */
record MessageAttribute(String type, String value) {

    static final String PLAIN = "String";

    private static final String BINARY = "Binary";
    private static final Pattern TYPE =
            Pattern.compile("(?:String|Number|Binary)(?:\\.[\\x21-\\x7e]{1,240})?");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?(?:[0-9]{1,128}\\.?[0-9]{0,128}|\\.[0-9]{1,128})"
                            + "(?:[eE][+-]?[0-9]{1,3})?");
    private static final Pattern RESERVED =
            Pattern.compile("(?i)(?:aws\\.|amazon\\.).*|\\..*|.*\\.|.*\\.\\..*");

    /** Of a message that is sent. */
    static Map<String, MessageAttribute> sent(Members message, String member) {
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        message.structures(member)
                .forEach((name, attribute) -> attributes.put(name, of(name, attribute)));
        return attributes;
    }

    private static MessageAttribute of(String name, Members attribute) {
        if (RESERVED.matcher(name).matches()) {
            throw invalid(
                    "The name of the message attribute %s must not begin with AWS. or Amazon., nor"
                            + " begin or end with a dot or have two of them in a row.",
                    name);
        }
        String type = attribute.text("DataType");
        if (type == null || type.isEmpty()) {
            throw invalid(
                    "The message attribute %s must contain a non-empty message attribute type.",
                    name);
        }
        if (!TYPE.matcher(type).matches()) {
            throw invalid(
                    "The message attribute %s has an invalid message attribute type, the set of"
                            + " supported type prefixes is Binary, Number, and String.",
                    name);
        }
        String value = attribute.text(type.startsWith(BINARY) ? "BinaryValue" : "StringValue");
        if (value == null || value.isEmpty()) {
            throw invalid(
                    "The message attribute %s must contain a non-empty value of its type.", name);
        }
        var read = new MessageAttribute(type, value);
        read.requireOfItsType(name);
        return read;
    }

    private void requireOfItsType(String name) {
        boolean fits = true;
        if (isBinary()) {
            try {
                fits = bytes().length > 0;
            } catch (IllegalArgumentException e) {
                fits = false;
            }
        } else if (type.startsWith("Number")) {
            fits = NUMBER.matcher(value).matches();
        }
        if (!fits) {
            throw invalid("The message attribute %s has a value that is not of its type.", name);
        }
        MessageText.require(value);
    }

    /** Of a message that was received: those that the receiver wants. */
    static Map<String, MessageAttribute> received(ReceivedMessage message, List<String> wanted) {
        Map<String, MessageAttribute> attributes = new TreeMap<>();
        message.attributes()
                .forEach(
                        (name, value) -> {
                            if (isWanted(name, wanted)) {
                                String type = message.attributeTypes().getOrDefault(name, PLAIN);
                                attributes.put(name, new MessageAttribute(type, value));
                            }
                        });
        return attributes;
    }

    private static boolean isWanted(String name, List<String> wanted) {
        for (String each : wanted) {
            boolean all = each.equals("All") || each.equals(".*");
            boolean family =
                    each.endsWith(".*") && name.startsWith(each.substring(0, each.length() - 1));
            if (all || family || each.equals(name)) {
                return true;
            }
        }
        return false;
    }

    boolean isBinary() {
        return type.startsWith(BINARY);
    }

    byte[] bytes() {
        return isBinary() ? Base64.getDecoder().decode(value) : value.getBytes(UTF_8);
    }

    ObjectNode shown(JsonMapper json) {
        ObjectNode shown = json.createObjectNode();
        shown.put(isBinary() ? "BinaryValue" : "StringValue", value);
        shown.put("DataType", type);
        return shown;
    }

    static Map<String, String> values(Map<String, MessageAttribute> attributes) {
        Map<String, String> values = new LinkedHashMap<>();
        attributes.forEach((name, attribute) -> values.put(name, attribute.value));
        return values;
    }

    /** Of those that are no plain text. */
    static Map<String, String> types(Map<String, MessageAttribute> attributes) {
        Map<String, String> types = new LinkedHashMap<>();
        attributes.forEach(
                (name, attribute) -> {
                    if (!attribute.type.equals(PLAIN)) {
                        types.put(name, attribute.type);
                    }
                });
        return types;
    }

    private static SqsException invalid(String text, @Nullable String name) {
        return new SqsException(SqsError.INVALID_PARAMETER, text.formatted(Shown.text(name)));
    }
}

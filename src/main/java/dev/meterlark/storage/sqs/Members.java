package dev.meterlark.storage.sqs;

import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of a request, or of one of its entries. Numbers may come as text, which is how the
 * older form has them; members that nobody knows are nobody's.
 */
record Members(JsonNode node) {

    /** Null when it is not there. */
    @Nullable String text(String name) {
        JsonNode found = node.path(name);
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        if (!found.isString()) {
            throw new SqsException(SqsError.MALFORMED, name + " must be a string.");
        }
        return found.asString();
    }

    String required(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw SqsException.missing(name);
        }
        return text;
    }

    /** Null when it is not there. */
    @Nullable Integer number(String name) {
        JsonNode found = node.path(name);
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        try {
            return found.isIntegralNumber()
                    ? Integer.valueOf(Math.toIntExact(found.asLong()))
                    : Integer.valueOf(found.isString() ? found.asString() : found.toString());
        } catch (NumberFormatException | ArithmeticException e) {
            throw SqsException.invalid(
                    name, Shown.text(found.asString()), "Must be a whole number.");
        }
    }

    /** Null when it is not there. */
    @Nullable Integer number(String name, int least, int most) {
        Integer number = number(name);
        if (number != null && (number < least || number > most)) {
            throw SqsException.invalid(
                    name,
                    number.toString(),
                    "Must be between %d and %d, if provided.".formatted(least, most));
        }
        return number;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(name)) {
            if (!each.isString()) {
                throw new SqsException(SqsError.MALFORMED, name + " must be a list of strings.");
            }
            texts.add(each.asString());
        }
        return texts;
    }

    List<Members> entries(String name) {
        List<Members> entries = new ArrayList<>();
        for (JsonNode each : list(name)) {
            if (!each.isObject()) {
                throw new SqsException(SqsError.MALFORMED, name + " must be a list of structures.");
            }
            entries.add(new Members(each));
        }
        return entries;
    }

    private JsonNode list(String name) {
        JsonNode found = node.path(name);
        if (!found.isArray() && !isNothing(found)) {
            throw new SqsException(SqsError.MALFORMED, name + " must be a list.");
        }
        return found;
    }

    /** In the order in which they were sent. */
    Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : structure(name).properties()) {
            if (!each.getValue().isString()) {
                throw new SqsException(SqsError.MALFORMED, name + " must hold strings.");
            }
            map.put(each.getKey(), each.getValue().asString());
        }
        return map;
    }

    /** What is not there is empty. */
    Map<String, Members> structures(String name) {
        Map<String, Members> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : structure(name).properties()) {
            if (!each.getValue().isObject()) {
                throw new SqsException(SqsError.MALFORMED, name + " must hold structures.");
            }
            map.put(each.getKey(), new Members(each.getValue()));
        }
        return map;
    }

    private JsonNode structure(String name) {
        JsonNode found = node.path(name);
        if (!found.isObject() && !isNothing(found)) {
            throw new SqsException(SqsError.MALFORMED, name + " must be a structure.");
        }
        return found;
    }

    /** The older form has an empty text where there is no entry. */
    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || node.isString() && node.asString().isEmpty();
    }
}

package dev.meterlark.storage.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URLDecoder;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The older form of a request: parameters whose names say by dots and numbers what they are part
 * of. Read into the members that the JSON form has.
 */
final class QueryForm {

    private static final Map<String, String> LISTS =
            Map.of(
                    "AttributeName", "AttributeNames",
                    "MessageAttributeName", "MessageAttributeNames",
                    "MessageSystemAttributeName", "MessageSystemAttributeNames",
                    "TagKey", "TagKeys");

    private static final Map<String, String> MAPS =
            Map.of(
                    "Attribute", "Attributes",
                    "MessageAttribute", "MessageAttributes",
                    "MessageSystemAttribute", "MessageSystemAttributes",
                    "Tag", "Tags",
                    "Tags", "Tags"); // as some clients have it

    private static final Set<String> ENTRIES =
            Set.of(
                    "SendMessageBatchRequestEntry",
                    "DeleteMessageBatchRequestEntry",
                    "ChangeMessageVisibilityBatchRequestEntry");

    private static final int MOST_PARAMETERS = 2_000;
    private static final int DEEPEST = 6;

    private final JsonMapper json;
    private final Part root = new Part();
    private int parameters;

    /** What the parameters of one beginning say: a text, or parts of their own. */
    private static final class Part {

        /** Numbers by their size, which is that of their texts. */
        private final Map<String, Part> parts =
                new TreeMap<>(
                        Comparator.comparing(String::length)
                                .thenComparing(Comparator.naturalOrder()));

        private @Nullable String text;
    }

    private QueryForm(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param forms as they were sent: of the address, and of the body
     */
    static ObjectNode read(JsonMapper json, String... forms) {
        var form = new QueryForm(json);
        for (String each : forms) {
            for (String pair : each.split("&")) {
                if (!pair.isEmpty() && !pair.startsWith("X-Amz-")) {
                    form.add(pair);
                }
            }
        }
        return form.structure(form.root);
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String[] path = name.split("\\.", DEEPEST + 1);
        if (++parameters > MOST_PARAMETERS || path.length > DEEPEST) {
            throw malformed("There are too many parameters, or too deep ones.");
        }
        Part part = root;
        for (String step : path) {
            part = part.parts.computeIfAbsent(step, _ -> new Part());
        }
        if (part.text != null) {
            throw malformed("The parameter %s is given twice.".formatted(Shown.text(name)));
        }
        part.text = equals < 0 ? "" : decoded(pair.substring(equals + 1));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("A parameter is not encoded as it should be.");
        }
    }

    private ObjectNode structure(Part part) {
        ObjectNode structure = json.createObjectNode();
        part.parts.forEach((name, inner) -> put(structure, name, inner));
        return structure;
    }

    private void put(ObjectNode structure, String name, Part part) {
        String list = LISTS.get(name);
        String map = MAPS.get(name);
        if (list != null) {
            ArrayNode texts = structure.putArray(list);
            part.parts.values().forEach(each -> texts.add(text(each)));
        } else if (map != null) {
            ObjectNode named = structure.putObject(map);
            part.parts.values().forEach(each -> put(named, each));
        } else if (ENTRIES.contains(name)) {
            ArrayNode entries = structure.putArray("Entries");
            part.parts.values().forEach(each -> entries.add(structure(each)));
        } else {
            structure.put(name, text(part));
        }
    }

    /** One of a map, which names it. */
    private void put(ObjectNode map, Part entry) {
        Part name = entry.parts.getOrDefault("Name", entry.parts.get("Key"));
        if (name == null) {
            throw malformed("An entry of a map lacks its name.");
        }
        Part value = entry.parts.getOrDefault("Value", new Part());
        if (value.parts.isEmpty()) {
            map.put(text(name), text(value));
        } else {
            map.set(text(name), structure(value));
        }
    }

    private static String text(Part part) {
        return Objects.requireNonNullElse(part.text, "");
    }

    private static SqsException malformed(String text) {
        return new SqsException(SqsError.MALFORMED, text);
    }
}

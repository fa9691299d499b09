package dev.meterlark.console.triggers;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * What was typed into a form, as the body of a request. What is wrong in a way that only a form can
 * be is refused here; everything else is left to whoever takes the request.
 */
final class Typed {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SHOWN = 60;

    private final MultiValueMap<String, String> typed;

    Typed(MultiValueMap<String, String> typed) {
        this.typed = typed;
    }

    /** With all fields whose trigger is about to be made; an empty one is left out. */
    ObjectNode made(List<Field> fields) {
        return wish(fields, false);
    }

    /** With those that can be changed; an empty one is to go. */
    ObjectNode changed(List<Field> fields) {
        return wish(fields.stream().filter(field -> !field.once()).toList(), true);
    }

    private ObjectNode wish(List<Field> fields, boolean changing) {
        ObjectNode wish = NODES.objectNode();
        for (Field field : fields) {
            JsonNode value = value(field);
            if (value != null) {
                put(wish, field.name(), value);
            } else if (changing && field.kind() != Field.Kind.SECRET && !wish.has(field.member())) {
                wish.set(field.member(), NullNode.instance);
            }
        }
        return wish;
    }

    private static void put(ObjectNode into, String name, JsonNode value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            into.set(name, value);
            return;
        }
        String member = name.substring(0, dot);
        ObjectNode within =
                into.get(member) instanceof ObjectNode there ? there : into.putObject(member);
        put(within, name.substring(dot + 1), value);
    }

    /** Null when nothing was typed. */
    private @Nullable JsonNode value(Field field) {
        String text = text(field.name());
        return switch (field.kind()) {
            case TEXT -> text.isBlank() ? null : NODES.stringNode(text.strip());
            case CHOICE -> text.isEmpty() ? null : NODES.stringNode(text);
            case SECRET, AREA -> text.isEmpty() ? null : NODES.stringNode(text);
            case NUMBER -> text.isBlank() ? null : number(text.strip());
            case SEVERAL -> list(typed.getOrDefault(field.name(), List.of()));
            case SWITCH -> NODES.booleanNode(!text.isEmpty());
            case LINES -> list(lines(text));
            case ADDRESSES -> addresses(lines(text));
            case PAIRS -> pairs(field, lines(text));
            case JSON -> text.isBlank() ? null : json(field, text);
            case TEMPLATE -> text.isBlank() ? null : template(text);
            case TIME -> text.isBlank() ? null : NODES.stringNode(instant(text.strip()));
        };
    }

    private String text(String name) {
        String text = typed.getFirst(name);
        return text == null ? "" : text;
    }

    /** What is no number goes on as it is, to be refused by its name. */
    static JsonNode number(String text) {
        try {
            return NODES.numberNode(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return NODES.stringNode(text);
        }
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static @Nullable JsonNode list(List<String> texts) {
        ArrayNode list = NODES.arrayNode();
        texts.forEach(list::add);
        return list.isEmpty() ? null : list;
    }

    private static @Nullable JsonNode addresses(List<String> lines) {
        ArrayNode list = NODES.arrayNode();
        for (String line : lines) {
            ObjectNode address = list.addObject();
            int colon = line.lastIndexOf(':');
            boolean bare = colon < 0 || line.indexOf(':') != colon && !line.contains("]:");
            address.put("host", unbracketed(bare ? line : line.substring(0, colon)));
            if (!bare) {
                address.set("port", number(line.substring(colon + 1)));
            }
        }
        return list.isEmpty() ? null : list;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static @Nullable JsonNode pairs(Field field, List<String> lines) {
        ObjectNode pairs = NODES.objectNode();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw refused(
                        "%s must have a name, = and a path on each line, was: %s"
                                .formatted(field.name(), shown(line)));
            }
            pairs.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
        return pairs.isEmpty() ? null : pairs;
    }

    private static JsonNode json(Field field, String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw refused("%s is no JSON: %s".formatted(field.name(), Mistake.of(e).words()));
        }
    }

    private static JsonNode template(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return NODES.stringNode(text);
        }
    }

    /** A browser leaves the zone out, and the seconds when they are none. */
    private static String instant(String text) {
        if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d")) {
            return text + ":00Z";
        }
        return text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?")
                ? text + "Z"
                : text;
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

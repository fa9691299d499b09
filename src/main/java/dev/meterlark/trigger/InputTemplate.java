package dev.meterlark.trigger;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * EventBridge's input transformer: what of an event a function sees. A template is JSON, or the
 * text of JSON in which a {@code <name>} may stand bare where a value does. A name that is all of a
 * text, or stands bare, becomes the value of whatever kind; inside of a text it becomes text. What
 * an event does not have is null, or nothing inside of a text. Always yields JSON.
 */
final class InputTemplate {

    /** The whole event; the others are EventBridge's names for what we have. */
    private static final String EVENT = "aws.events.event";

    private static final String EVENT_AS_TEXT = "aws.events.event.json";
    private static final String RULE = "aws.events.rule-name";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern PLACE = Pattern.compile("<([A-Za-z0-9_.-]{1,64})>");

    /** Before a text that stands for a value; no JSON that people write has it. */
    private static final char BARE = '\uE000';

    private final Map<String, EventPath> paths;
    private final JsonNode template;

    /** It came as JSON, and not as the text of it, so that no name can stand bare. */
    private final boolean structured;

    private final int longest;

    private InputTemplate(
            Map<String, EventPath> paths, JsonNode template, boolean structured, int longest) {
        this.paths = paths;
        this.template = template;
        this.structured = structured;
        this.longest = longest;
    }

    /**
     * @throws RefusedException when it is none
     */
    static InputTemplate of(Reception.Input input, TriggerProperties properties) {
        JsonMapper json = JsonMapper.shared();
        JsonNode wanted = input.template();
        String text = wanted.isString() ? wanted.asString() : wanted.toString();
        long most = properties.maxTemplateSize().toBytes();
        if (text.length() > most) {
            throw refused(
                    "input.template may have %d characters, and has %d"
                            .formatted(most, text.length()));
        }
        Map<String, EventPath> paths = paths(input, properties);
        JsonNode template =
                wanted.isString() ? parsed(withBareNamesAsTexts(text), text, json) : wanted;
        requireKnownNames(template, paths);
        int longest = Math.toIntExact(properties.maxInputSize().toBytes());
        return new InputTemplate(paths, template, !wanted.isString(), longest);
    }

    private static Map<String, EventPath> paths(
            Reception.Input input, TriggerProperties properties) {
        if (input.paths().size() > properties.maxPaths()) {
            throw refused(
                    "input.paths may have %d names, and has %d"
                            .formatted(properties.maxPaths(), input.paths().size()));
        }
        Map<String, EventPath> paths = new LinkedHashMap<>();
        input.paths()
                .forEach(
                        (name, path) -> {
                            if (!NAME.matcher(name).matches()) {
                                throw refused(
                                        "a name of input.paths must be 1 to 64 letters, digits, -"
                                                + " and _, was: "
                                                + Shown.text(name));
                            }
                            paths.put(name, EventPath.parse(path));
                        });
        return paths;
    }

    /** {@code {"a": <b>}} becomes {@code {"a": "…<b>"}}, which JSON knows. */
    private static String withBareNamesAsTexts(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        boolean inText = false;
        Matcher place = PLACE.matcher(text);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (inText && c == '\\' && at + 1 < text.length()) {
                out.append(c).append(text.charAt(++at));
            } else if (!inText && c == '<' && place.find(at) && place.start() == at) {
                out.append('"').append(BARE).append(place.group()).append('"');
                at = place.end() - 1;
            } else {
                inText ^= c == '"';
                out.append(c);
            }
        }
        return out.toString();
    }

    private static JsonNode parsed(String text, String asWritten, JsonMapper json) {
        try {
            JsonNode read = json.readTree(text);
            if (!read.isMissingNode()) {
                return read;
            }
        } catch (JacksonException e) {
            // said below
        }
        throw refused(
                "input.template must be JSON, or its text with names as in {\"id\": <id>}; plain"
                        + " words go in quotation marks; was: "
                        + Shown.text(asWritten));
    }

    private static void requireKnownNames(JsonNode node, Map<String, EventPath> paths) {
        if (node.isString()) {
            Matcher place = PLACE.matcher(node.asString());
            while (place.find()) {
                requireKnown(place.group(1), paths);
            }
            return;
        }
        node.forEach(each -> requireKnownNames(each, paths));
    }

    private static void requireKnown(String name, Map<String, EventPath> paths) {
        boolean known =
                paths.containsKey(name)
                        || name.equals(EVENT)
                        || name.equals(EVENT_AS_TEXT)
                        || name.equals(RULE);
        if (!known) {
            throw refused(
                    "input.template names <%s>, which input.paths does not; there are also <%s>,"
                                    .formatted(name, EVENT)
                            + " <%s> and <%s>".formatted(EVENT_AS_TEXT, RULE));
        }
    }

    /**
     * @throws RefusedException when what comes of it is larger than allowed
     */
    JsonNode applied(JsonNode event, TriggerId trigger) {
        return new Filling(event, trigger).of(template);
    }

    /** One event's way through the template; counts what it has made so far. */
    private final class Filling {

        private final JsonNode event;
        private final TriggerId trigger;
        private long made;

        private Filling(JsonNode event, TriggerId trigger) {
            this.event = event;
            this.trigger = trigger;
        }

        JsonNode of(JsonNode node) {
            if (node.isString()) {
                return ofText(node.asString());
            }
            if (node.isArray()) {
                ArrayNode filled = JsonNodeFactory.instance.arrayNode();
                node.forEach(each -> filled.add(of(each)));
                return filled;
            }
            if (node.isObject()) {
                ObjectNode filled = JsonNodeFactory.instance.objectNode();
                node.properties().forEach(each -> filled.set(each.getKey(), of(each.getValue())));
                return filled;
            }
            return node;
        }

        private JsonNode ofText(String text) {
            boolean bare = !text.isEmpty() && text.charAt(0) == BARE;
            Matcher whole = PLACE.matcher(bare ? text.substring(1) : text);
            if (whole.matches() && (bare || structured)) {
                return counted(value(whole.group(1)));
            }
            StringBuilder out = new StringBuilder();
            Matcher place = PLACE.matcher(text);
            int from = 0;
            while (place.find()) {
                out.append(text, from, place.start());
                JsonNode value = value(place.group(1));
                String inside = value.isString() ? value.asString() : shown(value);
                count(inside.length());
                out.append(inside);
                from = place.end();
            }
            return JsonNodeFactory.instance.stringNode(
                    out.append(text, from, text.length()).toString());
        }

        private String shown(JsonNode value) {
            return value.isNull() ? "" : value.toString();
        }

        private JsonNode counted(JsonNode value) {
            count(value.isValueNode() ? value.asString().length() : value.toString().length());
            return value;
        }

        private void count(int characters) {
            made += characters;
            if (made > longest) {
                throw new RefusedException(
                        ErrorCode.EVENT_TOO_LARGE,
                        "what the template makes of the event is larger than %d bytes"
                                .formatted(longest));
            }
        }

        private JsonNode value(String name) {
            JsonNode found =
                    switch (name) {
                        case EVENT -> event;
                        case EVENT_AS_TEXT -> JsonNodeFactory.instance.stringNode(event.toString());
                        case RULE -> JsonNodeFactory.instance.stringNode(trigger.toString());
                        default -> Objects.requireNonNull(paths.get(name), name).in(event);
                    };
            return found.isMissingNode() ? JsonNodeFactory.instance.nullNode() : found;
        }
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

package dev.meterlark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Members of a request as they are typed: as {@code name=value}, or JSON behind an option. */
final class TypedMembers {

    private TypedMembers() {}

    /**
     * @param example of a member, such as {@code queue=orders}
     * @param guide where all are told of
     */
    static void into(ObjectNode wish, List<String> pairs, String example, String guide) {
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw Failure.usage(
                        "a member is as in %s, was: %s".formatted(example, Shown.line(pair)),
                        "Which there are is in docs/%s.".formatted(guide));
            }
            wish.set(pair.substring(0, equals), value(pair.substring(equals + 1)));
        }
    }

    /** JSON where it is some; else text, which needs no quotation marks then. */
    private static JsonNode value(String text) {
        return Json.read(text.getBytes(UTF_8))
                .orElseGet(() -> JsonNodeFactory.instance.stringNode(text));
    }

    /** Refuses what is no JSON, naming the option that it stands behind. */
    static JsonNode json(String option, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Json.read(bytes)
                .orElseThrow(
                        () ->
                                Failure.usage(
                                        "%s is no JSON: %s"
                                                .formatted(option, Json.fault(bytes).orElse("")),
                                        "Put it in single quotes, so that the shell leaves it."));
    }
}

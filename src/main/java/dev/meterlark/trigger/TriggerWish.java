package dev.meterlark.trigger;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What somebody asks a trigger to be: the members that all have, and those of its type. A member
 * that is null is one that is to go; one that is missing stays as it is.
 *
 * @param common of the members that all triggers have, those that were sent
 * @param own the others
 */
record TriggerWish(Map<String, JsonNode> common, ObjectNode own) {

    private static final Set<String> COMMON =
            Set.of(
                    "type",
                    "qualifier",
                    "filter",
                    "input",
                    "batchSize",
                    "batchWindow",
                    "enabled",
                    "revision");

    /** What an answer says and a request does not, so that one may be sent back as it came. */
    private static final Set<String> ANSWERED =
            Set.of(
                    "id",
                    "state",
                    "reason",
                    "status",
                    "function",
                    "pipeline",
                    "createdAt",
                    "changedAt");

    /** Members that only a type itself writes. */
    private static final String SEALED = "sealed";

    static TriggerWish of(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw invalid(
                    "a trigger must be an object such as {\"type\": \"queue\", \"queue\":"
                            + " \"orders\"}");
        }
        Map<String, JsonNode> common = new HashMap<>();
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            String name = member.getKey();
            if (COMMON.contains(name)) {
                common.put(name, member.getValue());
            } else if (ANSWERED.contains(name) || name.startsWith(SEALED)) {
                throw invalid("%s is not yours to say; leave it out".formatted(Shown.text(name)));
            } else {
                own.set(name, member.getValue());
            }
        }
        return new TriggerWish(common, own);
    }

    boolean names(String member) {
        return common.containsKey(member);
    }

    /** Null when it is missing or null. */
    @Nullable JsonNode member(String name) {
        JsonNode value = common.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable String text(String name) {
        JsonNode value = member(name);
        if (value != null && !value.isString()) {
            throw invalid("%s must be text, was: %s".formatted(name, Shown.text(value.toString())));
        }
        return value == null ? null : value.asString();
    }

    @Nullable Integer number(String name) {
        JsonNode value = member(name);
        if (value != null && !(value.isIntegralNumber() && value.canConvertToInt())) {
            throw invalid(
                    "%s must be a whole number, was: %s"
                            .formatted(name, Shown.text(value.toString())));
        }
        return value == null ? null : value.intValue();
    }

    /** The one that was looked at; null for whatever there is. */
    @Nullable Long revision() {
        Integer number = number("revision");
        return number == null ? null : number.longValue();
    }

    /** Null when it says nothing of that. */
    @Nullable Boolean enabled() {
        JsonNode value = member("enabled");
        if (value != null && !value.isBoolean()) {
            throw invalid("enabled must be true or false, was: " + Shown.text(value.toString()));
        }
        return value == null ? null : value.booleanValue();
    }

    static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

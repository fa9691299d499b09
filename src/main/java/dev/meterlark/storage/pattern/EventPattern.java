package dev.meterlark.storage.pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.util.List;
import java.util.Map;

/**
 * Chooses events by their members: all members that the pattern names have to match, each by one of
 * its alternatives. An array of the event matches where one of its elements does; what is an object
 * in the event matches no plain value.
 */
public final class EventPattern {

    private final Fields fields;

    private EventPattern(Fields fields) {
        this.fields = fields;
    }

    /**
     * @throws dev.meterlark.shared.RefusedException when it is no pattern, with the place
     */
    public static EventPattern of(JsonNode pattern) {
        return new EventPattern(new PatternReader().read(pattern));
    }

    public boolean matches(JsonNode event) {
        return fields.match(event);
    }

    /**
     * @param either several lists of alternatives: one of each has to match
     */
    record Fields(Map<String, Part> parts, List<List<Fields>> either) {

        boolean match(JsonNode object) {
            return parts.entrySet().stream()
                            .allMatch(each -> each.getValue().match(object.path(each.getKey())))
                    && either.stream().allMatch(any -> any.stream().anyMatch(f -> f.match(object)));
        }
    }

    /** What one member has to be. */
    sealed interface Part {

        boolean match(JsonNode value);

        record Inside(Fields fields) implements Part {

            @Override
            public boolean match(JsonNode value) {
                if (value.isArray()) {
                    return value.valueStream().anyMatch(this::match);
                }
                return fields.match(value.isObject() ? value : MissingNode.getInstance());
            }
        }

        record OneOf(List<Alternative> alternatives) implements Part {

            @Override
            public boolean match(JsonNode value) {
                if (value.isArray() && !value.isEmpty()) {
                    return value.valueStream().anyMatch(this::match);
                }
                boolean there = !value.isMissingNode() && !value.isContainer();
                return alternatives.stream().anyMatch(each -> each.holds(value, there));
            }
        }
    }
}

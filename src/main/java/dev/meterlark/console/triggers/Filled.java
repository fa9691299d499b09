package dev.meterlark.console.triggers;

import dev.meterlark.trigger.TriggerView;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.stream.Collectors;

/** What stands in a form before anybody has typed into it. */
final class Filled {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int USUAL_PORT = 9092;

    private Filled() {}

    /** What is usual for a new one. */
    static MultiValueMap<String, String> usually(List<Field> fields) {
        MultiValueMap<String, String> filled = new LinkedMultiValueMap<>();
        for (Field field : fields) {
            if (field.kind() == Field.Kind.SEVERAL) {
                filled.put(field.name(), List.of(field.usual().split(" ")));
            } else {
                filled.set(field.name(), field.usual());
            }
        }
        return filled;
    }

    /** What a trigger is now. */
    static MultiValueMap<String, String> of(TriggerView trigger, List<Field> fields) {
        MultiValueMap<String, String> filled = of(JSON.<JsonNode>valueToTree(trigger), fields);
        if (trigger.qualifier().equals("$LATEST")) {
            filled.remove("qualifier");
        }
        return filled;
    }

    /** What the members of an answer say. */
    static MultiValueMap<String, String> of(JsonNode whole, List<Field> fields) {
        MultiValueMap<String, String> filled = new LinkedMultiValueMap<>();
        for (Field field : fields) {
            JsonNode value = whole.at("/" + field.name().replace('.', '/'));
            if (!value.isMissingNode() && !value.isNull()) {
                filled.put(field.name(), texts(field.kind(), value));
            }
        }
        return filled;
    }

    private static List<String> texts(Field.Kind kind, JsonNode value) {
        return switch (kind) {
            case TEXT, CHOICE, AREA, NUMBER -> List.of(value.asString());
            case SECRET -> List.of();
            case SWITCH -> value.asBoolean() ? List.of("on") : List.of();
            case SEVERAL -> value.valueStream().map(JsonNode::asString).toList();
            case LINES -> joined(value.valueStream().map(JsonNode::asString).toList());
            case ADDRESSES -> joined(value.valueStream().map(Filled::address).toList());
            case PAIRS ->
                    joined(
                            value.properties().stream()
                                    .map(e -> e.getKey() + " = " + e.getValue().asString())
                                    .toList());
            case JSON -> List.of(value.toPrettyString());
            case TEMPLATE -> List.of(value.isString() ? value.asString() : value.toPrettyString());
            case TIME -> List.of(value.asString().replaceAll("(\\.\\d+)?Z$", ""));
        };
    }

    private static List<String> joined(List<String> lines) {
        return List.of(lines.stream().collect(Collectors.joining("\n")));
    }

    private static String address(JsonNode address) {
        String host = address.path("host").asString("");
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return shown + ":" + address.path("port").asInt(USUAL_PORT);
    }
}

package dev.meterlark.console.triggers;

import dev.meterlark.trigger.Reception;
import dev.meterlark.trigger.TriggerView;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/**
 * What a trigger was asked to be, as its page shows it.
 *
 * @param own what only its type has
 * @param filter as JSON in lines; null when every event is wanted
 * @param template as JSON in lines; null when the function sees the event as it is
 */
record Settings(
        List<Line> own,
        @Nullable String filter,
        List<String> paths,
        @Nullable String template,
        @Nullable String batch) {

    private static final JsonMapper JSON = JsonMapper.shared();

    record Line(String label, String value) {}

    static Settings of(TriggerView trigger) {
        JsonNode filter = trigger.filter();
        Reception.Input input = trigger.input();
        return new Settings(
                own(trigger),
                filter == null ? null : filter.toPrettyString(),
                input == null
                        ? List.of()
                        : input.paths().entrySet().stream()
                                .map(each -> each.getKey() + " = " + each.getValue())
                                .sorted()
                                .toList(),
                input == null ? null : template(input.template()),
                batch(trigger));
    }

    private static String template(JsonNode template) {
        return template.isString() ? template.asString() : template.toPrettyString();
    }

    private static @Nullable String batch(TriggerView trigger) {
        Integer size = trigger.batchSize();
        Long window = trigger.batchWindow();
        if (size == null) {
            return null;
        }
        return window == null || window == 0
                ? "up to %d, as they come".formatted(size)
                : "up to %d, waited for %d s".formatted(size, window);
    }

    private static List<Line> own(TriggerView trigger) {
        JsonNode own = JSON.valueToTree(trigger.own());
        var lines = new ArrayList<Line>();
        List<Field> fields =
                TriggerType.named(trigger.type()).map(TriggerType::own).orElse(List.of());
        for (Field field : fields) {
            JsonNode value = own.at("/" + field.name().replace('.', '/'));
            if (!value.isMissingNode() && !value.isNull()) {
                lines.add(new Line(field.label(), shown(field, value)));
            }
        }
        return lines;
    }

    private static String shown(Field field, JsonNode value) {
        return switch (field.kind()) {
            case CHOICE, SEVERAL ->
                    String.join(", ", listed(value).stream().map(e -> label(field, e)).toList());
            case SWITCH -> value.asBoolean() ? "yes" : "no";
            case ADDRESSES ->
                    String.join(
                            ", ",
                            value.valueStream()
                                    .map(e -> e.path("host").asString("") + ":" + e.path("port"))
                                    .toList());
            case TEXT, AREA, NUMBER, LINES, PAIRS, JSON, TEMPLATE, SECRET, TIME ->
                    String.join(", ", listed(value));
        };
    }

    private static List<String> listed(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asString).toList()
                : List.of(value.isValueNode() ? value.asString() : value.toString());
    }

    private static String label(Field field, String value) {
        return field.choices().stream()
                .filter(choice -> choice.value().equals(value))
                .map(Field.Choice::label)
                .findFirst()
                .orElse(value);
    }
}

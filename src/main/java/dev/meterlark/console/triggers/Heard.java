package dev.meterlark.console.triggers;

import dev.meterlark.trigger.TriggerView;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a trigger hears of, in a few words. */
final class Heard {

    private static final int LONGEST = 160;

    private Heard() {}

    static String words(TriggerView trigger) {
        Map<String, Object> own = trigger.own();
        String words =
                switch (trigger.type()) {
                    case "schedule" -> schedule(trigger);
                    case "bucket" ->
                            joined(
                                    text(own, "bucket"),
                                    part("from ", own, "prefix"),
                                    part("to ", own, "suffix"));
                    case "database" ->
                            joined(
                                    text(own, "engine"),
                                    text(own, "host") + "/" + text(own, "database"),
                                    listed(own.get("tables")));
                    case "kafka" -> joined(text(own, "topic"), "at " + brokers(own.get("brokers")));
                    case "webhook" -> text(own, "preset");
                    default -> text(own, trigger.type());
                };
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
    }

    private static String schedule(TriggerView trigger) {
        String expression = text(trigger.own(), "expression");
        String zone = text(trigger.own(), "timeZone");
        return zone.equals("UTC") || zone.isEmpty() ? expression : expression + ", " + zone;
    }

    private static String part(String before, Map<String, Object> own, String name) {
        String text = text(own, name);
        return text.isEmpty() ? "" : before + text;
    }

    private static String brokers(@Nullable Object brokers) {
        return brokers instanceof List<?> list
                ? list.stream()
                        .map(
                                each ->
                                        each instanceof Map<?, ?> broker
                                                ? broker.get("host") + ":" + broker.get("port")
                                                : String.valueOf(each))
                        .collect(Collectors.joining(", "))
                : "";
    }

    private static String listed(@Nullable Object list) {
        return list instanceof List<?> texts
                ? texts.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : "";
    }

    private static String text(Map<String, Object> own, String name) {
        Object value = own.get(name);
        return value == null ? "" : value.toString();
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }
}

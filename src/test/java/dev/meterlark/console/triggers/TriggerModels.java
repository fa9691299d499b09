package dev.meterlark.console.triggers;

import dev.meterlark.console.Chart;
import dev.meterlark.console.ChartRange;
import dev.meterlark.console.Filling;
import dev.meterlark.trigger.TryingTriggers;
import dev.meterlark.trigger.kafka.TryingConnections;
import dev.meterlark.trigger.webhook.ChangingSecret;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import tools.jackson.databind.node.JsonNodeFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models of the pages of triggers. */
public final class TriggerModels {

    private final Filling with;
    private final String text;

    public TriggerModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        var all = new HashMap<String, Map<String, Object>>();
        all.put("triggers/triggers", list("triggers", List.of(line(), line())));
        all.put(
                "triggers/trigger-types",
                with.model("types", TriggerType.values(), "target", text));
        all.put(
                "triggers/function-triggers",
                with.model("fn", with.head(), "triggers", List.of(line()), "next", text));
        all.put(
                "triggers/trigger-form",
                with.model("form", form(TriggerType.KAFKA), "targets", List.of(text)));
        all.put("triggers/trigger", with.model(trigger()));
        all.put(
                "triggers/trigger-test",
                with.model(
                        "trigger",
                        line(),
                        "event",
                        text,
                        "wanted",
                        true,
                        "input",
                        text,
                        "sent",
                        new TryingTriggers.Tried(
                                true, text, JsonNodeFactory.instance.stringNode(text))));
        kafka(all);
        all.put("triggers/trigger-delete", with.model("trigger", line()));
        var route = new RoutePages.Line(Filling.ID, text, text, false, text, "none");
        all.put("triggers/routes", with.model("routes", List.of(route), "next", text));
        all.put("triggers/route-delete", with.model("route", route));
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        RouteForm.ALL.forEach(field -> typed.set(field.name(), text));
        all.put(
                "triggers/route-form",
                with.model(
                        "form",
                        RouteForm.of(Filling.ID, text, typed, "path is wrong"),
                        "targets",
                        List.of(text)));
        return all;
    }

    private Map<String, Object> list(String name, Object value) {
        return with.model(
                name,
                value,
                "types",
                TriggerType.values(),
                "target",
                text,
                "type",
                "queue",
                "state",
                "paused",
                "filtered",
                true,
                "next",
                text);
    }

    private Object[] trigger() {
        var fact = new Standing.Fact(text, text, false);
        return new Object[] {
            "trigger",
            line(),
            "description",
            text,
            "createdAt",
            Filling.NOW,
            "ranges",
            ChartRange.all(),
            "range",
            "24h",
            "charts",
            List.of(
                    new Chart(
                            "lag",
                            text,
                            Chart.Kind.LINES,
                            Chart.Unit.MICROS,
                            List.of(Filling.NOW),
                            List.of(new Chart.Series(text, List.of(3.0))))),
            "standing",
            new Standing(
                    List.of(new Standing.Note("bad", text), new Standing.Note("warn", text)),
                    List.of(fact, new Standing.Fact("Last event", Filling.NOW.toString(), true)),
                    List.of(fact),
                    List.of(Filling.NOW.toString()),
                    List.of(new Standing.Partition("0", "12", "3")),
                    text),
            "settings",
            new Settings(List.of(new Settings.Line(text, text)), text, List.of(text), text, text),
            "secret",
            new ChangingSecret.NewSecret(text, Filling.NOW),
            "ticks",
            List.of(
                    new TickLine(
                            Filling.NOW, null, "1", "fired", "good", null, "12 ms", Filling.ID),
                    new TickLine(
                            Filling.NOW, Filling.NOW, "7", "missed", "warn", text, null, null)),
            "next",
            text
        };
    }

    private TriggerForm form(TriggerType type) {
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        type.own().forEach(field -> typed.set(field.name(), text));
        type.common().forEach(field -> typed.set(field.name(), text));
        var names = Map.of(Field.Suggested.NOTHING, List.of(text));
        return TriggerForm.of(type, text, null, typed, "topic is wrong", names);
    }

    private void kafka(Map<String, Map<String, Object>> all) {
        var line =
                new KafkaLine(
                        text,
                        List.of(text, text),
                        true,
                        true,
                        text,
                        text,
                        Filling.NOW,
                        Filling.NOW);
        all.put(
                "triggers/kafka-connections",
                with.model("connections", List.of(line), "next", text));
        all.put(
                "triggers/kafka-connection",
                with.model(
                        "connection",
                        line,
                        "users",
                        List.of(text),
                        "topic",
                        text,
                        "tried",
                        new TryingConnections.Tried(text, false, 0, text),
                        "trouble",
                        text));
        all.put(
                "triggers/kafka-connection-delete",
                with.model("connection", line, "users", List.of(text, text)));
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        KafkaLine.FIELDS.forEach(field -> typed.set(field.name(), text));
        all.put(
                "triggers/kafka-connection-form",
                with.model(
                        "name",
                        text,
                        "fields",
                        TriggerForm.asked(
                                KafkaLine.FIELDS, _ -> true, typed, "brokers: wrong", Map.of())));
    }

    private TriggerLine line() {
        return new TriggerLine(
                Filling.ID,
                "webhook",
                text,
                text,
                text,
                false,
                text,
                "paused",
                "warn",
                text,
                "1",
                "0.5",
                "7",
                true,
                Filling.NOW.toString(),
                text,
                Filling.NOW);
    }
}

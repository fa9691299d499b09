package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands behind {@code lark trigger}, but for what makes and changes one. */
final class TriggerVerbs {

    /** Members that are of every trigger; the others say what it listens to. */
    private static final Set<String> COMMON =
            Set.of(
                    "id",
                    "type",
                    "function",
                    "pipeline",
                    "qualifier",
                    "filter",
                    "input",
                    "enabled",
                    "state",
                    "reason",
                    "createdAt",
                    "changedAt",
                    "status");

    private TriggerVerbs() {}

    static Exit list(Verb verb, Printing printing, String path) {
        try (Api api = verb.api()) {
            var items = api.all(path);
            if (printing.json()) {
                printing.json(Api.items(items));
                return Exit.OK;
            }
            if (items.isEmpty()) {
                printing.notice("There are no triggers yet: lark trigger create makes one.");
                return Exit.OK;
            }
            Table table = new Table("ID", "TYPE", "RUNS", "WHAT", "STATE", ">EVENTS", "LAST ERROR");
            items.forEach(
                    item ->
                            table.row(
                                    Json.text(item, "id", ""),
                                    Json.text(item, "type", ""),
                                    target(item),
                                    own(item),
                                    Json.text(item, "state", ""),
                                    item.path("status").path("events").asString("0"),
                                    Json.text(item.path("status"), "lastError", "")));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }

    static String target(JsonNode trigger) {
        return Json.text(trigger, "function", Json.text(trigger, "pipeline", ""));
    }

    /** {@code queue=orders batchSize=10} */
    private static String own(JsonNode trigger) {
        return trigger.properties().stream()
                .filter(each -> !COMMON.contains(each.getKey()))
                .filter(each -> each.getValue().isValueNode())
                .map(each -> each.getKey() + "=" + each.getValue().asString())
                .collect(Collectors.joining(" "));
    }

    /** One of one trigger, which is found by its id alone. */
    abstract static class OfTrigger extends Verb {

        @Parameters(index = "0", paramLabel = "ID", description = "The trigger.")
        private String id = "";

        OfTrigger(Surroundings around) {
            super(around);
        }

        JsonNode found(Api api) {
            if (!id.matches("[0-9a-fA-F-]{36}")) {
                throw Failure.usage(
                        "a trigger's id looks like 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11, was: "
                                + Shown.line(id),
                        "lark trigger shows the triggers there are.");
            }
            return api.send(Ask.get("/triggers/" + id)).json();
        }

        /** Where it is changed: below what it makes run. */
        static String path(JsonNode trigger) {
            String kind = trigger.has("pipeline") ? "/pipelines/" : "/functions/";
            return kind
                    + Ask.encoded(target(trigger))
                    + "/triggers/"
                    + Json.text(trigger, "id", "");
        }

        Exit done(Printing printing, JsonNode trigger, String what) {
            StorageVerb.answer(
                    printing,
                    trigger,
                    "%s %s, which is %s now."
                            .formatted(what, id, Json.text(trigger, "state", "unknown")));
            return Exit.OK;
        }
    }

    @Command(
            name = "list",
            description = "Lists the triggers of one function, or of the account.",
            footer = {"  lark trigger list", "  lark trigger list ship"})
    static final class ListAll extends Verb {

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "FUNCTION",
                description = "Of which; of all when left out.")
        private @Nullable String function;

        @Option(names = "--pipeline", description = "It is a pipeline.")
        private boolean pipeline;

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return list(
                    this,
                    printing,
                    function == null ? "/triggers" : TriggerChanges.collection(function, pipeline));
        }
    }

    @Command(
            name = "show",
            description = "Shows one trigger, with how it stands.",
            footer = "  lark trigger show 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11")
    static final class Show extends OfTrigger {

        Show(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                JsonNode trigger = found(api);
                if (printing.json()) {
                    printing.json(trigger);
                    return Exit.OK;
                }
                for (String line : lines("", trigger)) {
                    printing.say(Shown.line(line));
                }
            }
            return Exit.OK;
        }

        private static List<String> lines(String before, JsonNode node) {
            return node.properties().stream()
                    .flatMap(
                            each ->
                                    each.getKey().equals("status")
                                            ? lines("  ", each.getValue()).stream()
                                            : List.of(line(before, each.getKey(), each.getValue()))
                                                    .stream())
                    .toList();
        }

        private static String line(String before, String name, JsonNode value) {
            return "%s%s: %s"
                    .formatted(
                            before,
                            name,
                            value.isValueNode() ? value.asString() : Json.line(value));
        }
    }

    @Command(
            name = "pause",
            description =
                    "Stops a trigger for a while; what happens meanwhile depends on its type.",
            footer = "  lark trigger pause 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11")
    static final class Pause extends OfTrigger {

        Pause(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                String path = path(found(api)) + "/pause";
                return done(printing, api.send(Ask.post(path, Json.object())).json(), "Paused");
            }
        }
    }

    @Command(
            name = "resume",
            description = "Lets a trigger that was paused or stopped go on.",
            footer = "  lark trigger resume 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11")
    static final class Resume extends OfTrigger {

        Resume(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                String path = path(found(api)) + "/resume";
                return done(printing, api.send(Ask.post(path, Json.object())).json(), "Resumed");
            }
        }
    }

    @Command(
            name = "test",
            description = "Sends an event by a trigger's whole way: a sample of its type, or this.",
            footer = {
                "  lark trigger test 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11",
                "  lark trigger test 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 --event @event.json"
            })
    static final class Test extends OfTrigger {

        @Option(
                names = "--event",
                paramLabel = "JSON",
                description = "JSON, @FILE, or - for standard input.")
        private @Nullable String event;

        Test(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode test = Json.object();
            if (event != null) {
                byte[] bytes = EventBytes.of(event, null, around()).content();
                test.set("event", Json.read(bytes).orElseThrow());
            }
            try (Api api = api()) {
                String path = path(found(api)) + "/test";
                JsonNode tried = api.send(Ask.post(path, test)).json();
                StorageVerb.answer(
                        printing,
                        tried,
                        tried.path("wanted").asBoolean()
                                ? "Accepted as call %s."
                                        .formatted(Json.text(tried, "invocation", ""))
                                : "The filter does not want it.");
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a trigger.",
            footer = "  lark trigger delete 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11")
    static final class Delete extends OfTrigger {

        Delete(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                JsonNode trigger = found(api);
                api.send(Ask.delete(path(trigger)));
                String id = Json.text(trigger, "id", "");
                StorageVerb.answer(
                        printing,
                        Json.object().put("id", id).put("deleted", true),
                        "Deleted %s.".formatted(id));
            }
            return Exit.OK;
        }
    }
}

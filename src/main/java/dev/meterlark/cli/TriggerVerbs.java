package dev.meterlark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
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

    /** One of one trigger. */
    abstract static class OfTrigger extends VerbById {

        OfTrigger(Surroundings around) {
            super(around, "trigger");
        }

        JsonNode found(Api api) {
            return api.get(path());
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
                            .formatted(what, id(), Json.text(trigger, "state", "unknown")));
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
                return show(printing, found(api));
            }
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
                "  lark trigger test 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 --event @event.json",
                "  lark trigger test 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 --preview"
            })
    static final class Test extends OfTrigger {

        @Option(
                names = "--event",
                paramLabel = "JSON",
                description = "JSON, @FILE, or - for standard input.")
        private @Nullable String event;

        @Option(
                names = "--preview",
                description = "Sends nothing: only shows what the function would see.")
        private boolean preview;

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
                String path = path(found(api)) + (preview ? "/preview" : "/test");
                JsonNode tried = api.send(Ask.post(path, test)).json();
                StorageVerb.answer(printing, tried, outcome(tried));
            }
            return Exit.OK;
        }

        private String outcome(JsonNode tried) {
            if (!tried.path("wanted").asBoolean()) {
                return "The filter does not want it.";
            }
            return preview
                    ? tried.path("input").toPrettyString()
                    : "Accepted as call %s.".formatted(Json.text(tried, "invocation", ""));
        }
    }

    @Command(
            name = "secret",
            description = {
                "Gives a webhook another secret, and shows it this once.",
                "The one before is good as well for a while."
            },
            footer = {
                "  lark trigger secret 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11",
                "  lark trigger secret 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 --own < secret.txt"
            })
    static final class Secret extends OfTrigger {

        private static final int LONGEST = 4096;

        @Option(
                names = "--own",
                description = "The sender's own, from standard input; else a random one.")
        private boolean own;

        @Option(
                names = "--overlap",
                paramLabel = "SECONDS",
                description = "How long the one before is good (a day); 0 for not at all.")
        private @Nullable Long overlap;

        Secret(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode change = Json.object();
            if (own) {
                change.put("secret", read());
            }
            if (overlap != null) {
                change.put("overlap", overlap);
            }
            try (Api api = api()) {
                String path = path(found(api)) + "/secret";
                JsonNode secret = api.send(Ask.post(path, change)).json();
                StorageVerb.answer(printing, secret, Json.text(secret, "secret", ""));
                printing.notice(
                        "The one before is good until %s."
                                .formatted(
                                        Shown.moment(Json.text(secret, "previousUntil", "now"))));
            }
            return Exit.OK;
        }

        private String read() {
            try {
                return new String(around().in().readNBytes(LONGEST), UTF_8).strip();
            } catch (IOException e) {
                throw Failure.usage(
                        "the secret cannot be read from standard input: " + Reason.of(e),
                        "Send it there, as in lark trigger secret ID --own < secret.txt");
            }
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
                api.send(Ask.delete(path(found(api))));
            }
            return deleted(printing);
        }
    }
}

package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** What makes and changes triggers: members as {@code name=value}, and those that are JSON. */
final class TriggerChanges {

    private TriggerChanges() {}

    static String collection(String target, boolean pipeline) {
        return (pipeline ? "/pipelines/" : "/functions/") + Ask.encoded(target) + "/triggers";
    }

    /** What both may say. */
    static final class Members {

        @Option(names = "--qualifier", description = "A version or an alias to run.")
        private @Nullable String qualifier;

        @Option(
                names = "--filter",
                paramLabel = "JSON",
                description = "A pattern of events; null for every event.")
        private @Nullable String filter;

        @Option(
                names = "--input",
                paramLabel = "JSON",
                description = "Paths and template of what the function sees; null for all of it.")
        private @Nullable String input;

        void into(ObjectNode wish, List<String> pairs) {
            TypedMembers.into(wish, pairs, "queue=orders", "triggers.md");
            if (qualifier != null) {
                wish.put("qualifier", qualifier);
            }
            if (filter != null) {
                wish.set("filter", TypedMembers.json("--filter", filter));
            }
            if (input != null) {
                wish.set("input", TypedMembers.json("--input", input));
            }
        }
    }

    @Command(
            name = "create",
            description = "Makes a trigger of a function.",
            footer = {
                "  lark trigger create ship queue queue=orders batchSize=10",
                "  lark trigger create mail topic topic=orders --filter '{\"type\":"
                        + " [\"order.paid\"]}'",
                "  lark trigger create report schedule 'expression=cron(0 6 * * ? *)'"
                        + " timeZone=Europe/Berlin"
            })
    static final class Create extends Verb {

        @Parameters(index = "0", paramLabel = "FUNCTION", description = "What it makes run.")
        private String target = "";

        @Parameters(
                index = "1",
                paramLabel = "TYPE",
                description = "schedule, queue, topic, bucket, table, …")
        private String type = "";

        @Parameters(
                index = "2..*",
                arity = "0..*",
                paramLabel = "NAME=VALUE",
                description = "What the type needs: queue=orders, topic=orders, …")
        private List<String> pairs = List.of();

        @Option(names = "--pipeline", description = "FUNCTION is a pipeline.")
        private boolean pipeline;

        @Option(names = "--paused", description = "It runs nothing until it is resumed.")
        private boolean paused;

        @Mixin private final Members members = new Members();

        Create(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode wish = Json.object().put("type", type);
            members.into(wish, pairs);
            if (paused) {
                wish.put("enabled", false);
            }
            try (Api api = api()) {
                JsonNode made = api.send(Ask.post(collection(target, pipeline), wish)).json();
                if (printing.json()) {
                    printing.json(made);
                } else {
                    printing.say(Json.text(made, "id", ""));
                    printing.notice("Made a trigger of %s.".formatted(Shown.line(target)));
                }
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "change",
            description = "Changes what a trigger says; what is not named stays as it is.",
            footer = {
                "  lark trigger change 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 batchSize=100",
                "  lark trigger change 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 --filter null"
            })
    static final class Change extends TriggerVerbs.OfTrigger {

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "NAME=VALUE",
                description = "Members that change.")
        private List<String> pairs = List.of();

        @Mixin private final Members members = new Members();

        Change(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode change = Json.object();
            members.into(change, pairs);
            try (Api api = api()) {
                String path = path(found(api));
                return done(printing, api.send(Ask.patch(path, change)).json(), "Changed");
            }
        }
    }
}

package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

@Command(
        name = "pipeline",
        aliases = "pipelines",
        description = {
            "Functions composed into one: lists the pipelines of the account, or does what the"
                    + " command behind it says.",
            "lark invoke calls a pipeline like a function."
        },
        footer = {
            "  lark pipeline",
            "  lark pipeline create orders 'parse|enrich*|store'",
            "  lark pipeline change orders 'parse|enrich:live*20|store' --timeout 60",
            "  lark pipeline publish orders",
            "  lark invoke orders --event @orders.json"
        })
final class PipelineCommand extends Verb {

    PipelineCommand(Surroundings around) {
        super(around);
    }

    /** What stands behind it. */
    static List<Verb> verbs(Surroundings around) {
        return List.of(
                new PipelineCreateCommand(around),
                new PipelineChangeCommand(around),
                new PipelineShowCommand(around),
                new PipelinePublishCommand(around),
                new PipelineDeleteCommand(around));
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            var items = api.all("/pipelines");
            if (printing.json()) {
                printing.json(Api.items(items));
                return Exit.OK;
            }
            if (items.isEmpty()) {
                printing.notice("There are no pipelines yet: lark pipeline create makes one.");
                return Exit.OK;
            }
            Table table = new Table("NAME", "STAGES", ">TIMEOUT", "VERSION", "CHANGED");
            items.forEach(item -> row(table, item));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }

    private static void row(Table table, JsonNode pipeline) {
        table.row(
                Json.text(pipeline, "name", ""),
                stages(pipeline),
                pipeline.path("timeout").asInt() + " s",
                Json.text(pipeline, "latestVersion", "none"),
                Json.text(pipeline, "changedAt", "").replaceFirst("[.][0-9]+Z$", "Z"));
    }

    /** As text, also those of which text cannot say all. */
    static String stages(JsonNode pipeline) {
        String definition = Json.text(pipeline, "definition", "");
        if (!definition.isEmpty()) {
            return definition;
        }
        List<String> stages = new ArrayList<>();
        for (JsonNode stage : pipeline.path("stages")) {
            String accepts = Json.text(stage, "accepts", "");
            stages.add(
                    Json.text(stage, "function", "")
                            + (stage.path("each").isObject() ? "*" : "")
                            + (accepts.isEmpty() ? "" : " <" + accepts + ">"));
        }
        return String.join("|", stages);
    }
}

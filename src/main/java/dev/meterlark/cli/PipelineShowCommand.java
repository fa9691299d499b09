package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

@Command(
        name = "show",
        description = "Shows a pipeline and its published versions.",
        footer = "  lark pipeline show orders")
final class PipelineShowCommand extends Verb {

    @Parameters(paramLabel = "NAME", description = "The pipeline.")
    private String name = "";

    PipelineShowCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            JsonNode pipeline = api.get(Ask.pipeline(name));
            if (printing.json()) {
                printing.json(pipeline);
                return Exit.OK;
            }
            Table table = new Table("VERSION", "STAGES", ">TIMEOUT");
            row(table, "$LATEST", pipeline);
            api.all(Ask.pipeline(name) + "/versions")
                    .forEach(each -> row(table, Json.text(each, "version", ""), each));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }

    private static void row(Table table, String version, JsonNode is) {
        table.row(version, PipelineCommand.stages(is), is.path("timeout").asInt() + " s");
    }
}

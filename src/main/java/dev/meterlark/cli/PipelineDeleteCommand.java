package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Deletes a pipeline and its versions; its functions stay.",
        footer = "  lark pipeline delete orders")
final class PipelineDeleteCommand extends Verb {

    @Parameters(paramLabel = "NAME", description = "The pipeline.")
    private String name = "";

    PipelineDeleteCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            api.send(Ask.delete(Ask.pipeline(name)));
        }
        if (printing.json()) {
            printing.json(Json.object().put("name", name).put("deleted", true));
        } else {
            printing.say("Deleted %s.".formatted(name));
        }
        return Exit.OK;
    }
}

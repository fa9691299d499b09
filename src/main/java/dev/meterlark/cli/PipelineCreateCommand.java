package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "create",
        description = {
            "Makes a pipeline of functions and other pipelines.",
            "NAME:QUALIFIER calls a version or alias; a star at its end runs a stage once for each"
                    + " element of the list before it, *20 up to twenty at once."
        },
        footer = {
            "  lark pipeline create orders 'parse|enrich:live*|store'",
            "  lark pipeline create texts '[{\"function\": \"shout\", \"accepts\":"
                    + " \"text/plain\"}]'"
        })
final class PipelineCreateCommand extends Verb {

    @Parameters(index = "0", paramLabel = "NAME", description = "The pipeline.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "STAGES", description = "As text, or a list in JSON.")
    private String stages = "";

    @Mixin private final PipelineSettingsOptions settings = new PipelineSettingsOptions();

    PipelineCreateCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ObjectNode body = settings.into(Json.object().put("name", name));
        PipelineSettingsOptions.stages(stages, body);
        try (Api api = api()) {
            var made = api.send(Ask.post("/pipelines", body)).json();
            if (printing.json()) {
                printing.json(made);
            } else {
                printing.say(
                        Shown.line(
                                "Created %s: %s"
                                        .formatted(
                                                Json.text(made, "name", ""),
                                                PipelineCommand.stages(made))));
            }
        }
        return Exit.OK;
    }
}

package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "change",
        description =
                "Changes a pipeline; what is not given stays. Runs under way go on as before.",
        footer = {
            "  lark pipeline change orders 'parse|store'",
            "  lark pipeline change orders --timeout 60"
        })
final class PipelineChangeCommand extends Verb {

    @Parameters(index = "0", paramLabel = "NAME", description = "The pipeline.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STAGES",
            description = "As text, or a list in JSON.")
    private @Nullable String stages;

    @Mixin private final PipelineSettingsOptions settings = new PipelineSettingsOptions();

    PipelineChangeCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ObjectNode body = settings.into(Json.object());
        if (stages != null) {
            PipelineSettingsOptions.stages(stages, body);
        }
        try (Api api = api()) {
            var changed = api.send(Ask.patch(Ask.pipeline(name), body)).json();
            if (printing.json()) {
                printing.json(changed);
            } else {
                printing.say(
                        Shown.line(
                                "Changed %s: %s"
                                        .formatted(
                                                Json.text(changed, "name", ""),
                                                PipelineCommand.stages(changed))));
            }
        }
        return Exit.OK;
    }
}

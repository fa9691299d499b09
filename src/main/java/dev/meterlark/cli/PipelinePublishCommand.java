package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "publish",
        description = "Keeps a pipeline as it is now, for ever, under the next number.",
        footer = {"  lark pipeline publish orders"})
final class PipelinePublishCommand extends Verb {

    private static final int MADE = 201;

    @Parameters(paramLabel = "NAME", description = "The pipeline.")
    private String name = "";

    PipelinePublishCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            Reply reply = api.send(Ask.post(Ask.pipeline(name) + "/versions", Json.object()));
            if (printing.json()) {
                printing.json(reply.json());
            } else {
                String version = Json.text(reply.json(), "version", "");
                printing.say(
                        Shown.line(
                                reply.status() == MADE
                                        ? "Published %s:%s.".formatted(name, version)
                                        : "Nothing has changed since %s:%s."
                                                .formatted(name, version)));
            }
        }
        return Exit.OK;
    }
}

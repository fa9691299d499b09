package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "publish",
        description = {
            "Gives what a function is now, code, configuration and environment, a number under"
                    + " which it never changes.",
            "",
            "When nothing has changed since the newest version, that one is answered."
        },
        footer = {
            "  lark publish hello",
            "  lark publish hello --description 'faster'",
            "  lark alias hello live --version $(lark publish hello --json | jq -r .version)"
        })
final class PublishCommand extends Verb {

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "What is new in it; else the function's own.")
    private @Nullable String description;

    PublishCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ObjectNode wishes = Json.object();
        if (description != null) {
            wishes.put("description", description);
        }
        Reply reply;
        try (Api api = api()) {
            reply = api.send(Ask.post(Ask.function(name) + "/versions", wishes));
        }
        JsonNode version = reply.json();
        if (printing.json()) {
            printing.json(version);
            return Exit.OK;
        }
        String number = Shown.line(Json.text(version, "version", ""));
        printing.say(
                reply.status() == 201
                        ? "Published version %s of %s.".formatted(number, name)
                        : "Nothing has changed: version %s of %s is the newest."
                                .formatted(number, name));
        printing.notice("Call it: lark invoke %s --qualifier %s".formatted(name, number));
        return Exit.OK;
    }
}

package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "delete",
        description = {
            "Deletes a function with its versions and aliases, or one version. What it used stays"
                    + " in the bill.",
            "",
            "What something points at is not deleted."
        },
        footer = {"  lark delete hello", "  lark delete hello --version 3"})
final class DeleteCommand extends Verb {

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Option(
            names = "--version",
            paramLabel = "NUMBER",
            description = "Only this version; its number is not used again.")
    private @Nullable String version;

    DeleteCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            api.send(Ask.delete(version == null ? Ask.function(name) : Ask.version(name, version)));
        }
        if (printing.json()) {
            ObjectNode document = Json.object();
            document.put("name", name);
            if (version != null) {
                document.put("version", version);
            }
            document.put("deleted", true);
            printing.json(document);
        } else {
            printing.say("Deleted %s.".formatted(version == null ? name : name + ":" + version));
        }
        return Exit.OK;
    }
}

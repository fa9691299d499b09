package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "delete",
        description = "Deletes a function and its code. What it used stays in the bill.",
        footer = "  lark delete hello")
final class DeleteCommand extends Verb {

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    DeleteCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            api.send(Ask.delete(Ask.function(name)));
        }
        if (printing.json()) {
            ObjectNode document = Json.object();
            document.put("name", name);
            document.put("deleted", true);
            printing.json(document);
        } else {
            printing.say("Deleted %s.".formatted(name));
        }
        return Exit.OK;
    }
}

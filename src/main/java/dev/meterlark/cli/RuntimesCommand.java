package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "runtimes",
        description = "Lists the runtimes that the platform offers.",
        footer = "  lark runtimes")
final class RuntimesCommand extends Verb {

    RuntimesCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ArrayNode items;
        try (Api api = api()) {
            items = api.all("/runtimes");
        }
        if (printing.json()) {
            printing.json(Api.items(items));
            return Exit.OK;
        }
        Table table = new Table("RUNTIME", "FAMILY", "VERSION");
        items.forEach(
                item ->
                        table.row(
                                Json.text(item, "name", ""),
                                Json.text(item, "family", ""),
                                Json.text(item, "version", "")));
        table.lines().forEach(printing::say);
        return Exit.OK;
    }
}

package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
        name = "functions",
        aliases = "ls",
        description = "Lists the functions of the account.",
        footer = {"  lark functions", "  lark functions --json | jq -r '.items[].name'"})
final class FunctionsCommand extends Verb {

    FunctionsCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ArrayNode items;
        try (Api api = api()) {
            items = api.all("/functions");
        }
        if (printing.json()) {
            printing.json(Api.items(items));
            return Exit.OK;
        }
        if (items.isEmpty()) {
            printing.notice("There are no functions yet: lark deploy FOLDER makes one.");
            return Exit.OK;
        }
        Table table =
                new Table(
                        "NAME",
                        "RUNTIME",
                        "HANDLER",
                        ">MEMORY",
                        ">TIMEOUT",
                        ">CODE",
                        "CHANGED",
                        "URL");
        items.forEach(item -> row(table, FunctionFacts.of(item)));
        table.lines().forEach(printing::say);
        return Exit.OK;
    }

    private static void row(Table table, FunctionFacts function) {
        JsonNode json = function.json();
        table.row(
                function.name(),
                function.runtime(),
                function.handler(),
                function.memoryMiB() + " MiB",
                function.timeoutSeconds() + " s",
                function.hasCode() ? Size.of(function.codeSize()) : "none",
                Shown.moment(Json.text(json, "changedAt", "")),
                function.url());
    }
}

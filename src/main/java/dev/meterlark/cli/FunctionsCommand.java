package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import java.util.List;

@Command(
        name = "functions",
        aliases = "ls",
        description = "Lists the functions of the account.",
        footer = {
            "  lark functions",
            "  lark functions --search resize --tag team=shop",
            "  lark functions --json | jq -r '.items[].name'"
        })
final class FunctionsCommand extends Verb {

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            description = "Those with TEXT in their name or description.")
    private @Nullable String search;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description =
                    "Those with a tag, as in team=shop, or team for any value; may be given again.")
    private List<String> tags = List.of();

    FunctionsCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ArrayNode items;
        try (Api api = api()) {
            items = api.all(path());
        }
        if (printing.json()) {
            printing.json(Api.items(items));
            return Exit.OK;
        }
        if (items.isEmpty()) {
            printing.notice(
                    query().isEmpty()
                            ? "There are no functions yet: lark deploy FOLDER makes one."
                            : "There is no such function.");
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

    private String path() {
        return query().isEmpty() ? "/functions" : "/functions?" + query();
    }

    private String query() {
        Query query = new Query().with("search", search);
        tags.forEach(tag -> query.with("tag", tag));
        return query.text();
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

package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description = {
            "Lists the asynchronous calls of a function or pipeline that have not ended, those that"
                    + " are due first; without a name it says how many the account has, and how"
                    + " many ended in what way.",
            "Those that were given up on are what lark dead-letters lists."
        },
        footer = {
            "  lark async list",
            "  lark async list hello",
            "  lark async list --pipeline orders -n 100 --json"
        })
final class AsyncListCommand extends Verb {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The function, or pipeline.")
    private @Nullable String name;

    @Option(names = "--pipeline", description = "NAME is a pipeline.")
    private boolean pipeline;

    @Mixin private final PageOptions stretch = new PageOptions();

    AsyncListCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        String path = path();
        JsonNode found;
        try (Api api = api()) {
            found = api.get(path);
        }
        if (printing.json()) {
            printing.json(found);
        } else if (name == null) {
            tally(found, printing);
        } else {
            list(found, printing);
        }
        return Exit.OK;
    }

    private String path() {
        String query = stretch.query("lark async list NAME").text();
        if (name == null) {
            return "/async-calls";
        }
        String of = pipeline ? Ask.pipeline(name) : Ask.function(name);
        return "%s/async/calls?%s".formatted(of, query);
    }

    private static void tally(JsonNode tally, Printing printing) {
        Table table = new Table("CALLS", ">COUNT");
        tally.properties().forEach(each -> table.row(each.getKey(), each.getValue().asString()));
        table.lines().forEach(printing::say);
    }

    private static void list(JsonNode page, Printing printing) {
        if (page.path("items").isEmpty()) {
            printing.notice("There are none.");
            return;
        }
        Table table = new Table("ID", "STATUS", "ACCEPTED", ">TRIES", "NEXT", "ERROR");
        for (JsonNode call : page.path("items")) {
            table.row(
                    Json.text(call, "id", "?"),
                    Json.text(call, "status", "?"),
                    Json.text(call, "acceptedAt", "?").replaceFirst("[.][0-9]+Z$", "Z"),
                    Json.text(call, "attempts", "0"),
                    Json.text(call, "nextAttemptAt", "").replaceFirst("[.][0-9]+Z$", "Z"),
                    Json.text(call, "errorType", ""));
        }
        table.lines().forEach(printing::say);
        PageOptions.tellOfMore(printing, page, "More");
    }
}

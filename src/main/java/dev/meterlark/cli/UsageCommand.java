package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

@Command(
        name = "usage",
        description =
                "Shows what was used and what it costs, this month so far unless told otherwise.",
        footer = {
            "  lark usage",
            "  lark usage --from 2026-11-01 --to 2026-12-01 --by day",
            "  lark usage --by function,day --json"
        })
final class UsageCommand extends Verb {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The first day (2026-11-01) or instant, in UTC; it counts.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "The day or instant at which it ends; it does not count.")
    private @Nullable String to;

    @Option(
            names = "--by",
            paramLabel = "GROUPS",
            defaultValue = "function",
            description = "function, day, or both with a comma (${DEFAULT-VALUE}).")
    private String by = "function";

    UsageCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        JsonNode usage;
        try (Api api = api()) {
            usage = api.get("/usage?" + query());
        }
        if (printing.json()) {
            printing.json(usage);
            return Exit.OK;
        }
        printing.say(
                "%s to %s"
                        .formatted(
                                Shown.line(Json.text(usage, "from", "?")),
                                Shown.line(Json.text(usage, "to", "?"))));
        table(usage).lines().forEach(printing::say);
        return Exit.OK;
    }

    private String query() {
        List<String> query = new ArrayList<>();
        if (from != null) {
            query.add("from=" + Ask.encoded(from));
        }
        if (to != null) {
            query.add("to=" + Ask.encoded(to));
        }
        query.add("groupBy=" + Ask.encoded(by));
        return String.join("&", query);
    }

    private Table table(JsonNode usage) {
        boolean byFunction = by.contains("function");
        boolean byDay = by.contains("day");
        Table table =
                new Table("FUNCTION", "DAY", ">CALLS", ">FAILED", ">BILLED MS", ">GB-S", ">PRICE");
        usage.path("items")
                .forEach(
                        item ->
                                row(
                                        table,
                                        byFunction ? Json.text(item, "function", "?") : "all",
                                        byDay ? Json.text(item, "day", "?") : "all",
                                        item));
        row(table, "total", "", usage.path("total"));
        return table;
    }

    private static void row(Table table, String function, String day, JsonNode item) {
        JsonNode errors = item.path("errors");
        long failed =
                errors.path("caller").asLong(0)
                        + errors.path("function").asLong(0)
                        + errors.path("platform").asLong(0);
        table.row(
                function,
                day,
                Json.text(item, "calls", "0"),
                Long.toString(failed),
                Json.text(item, "billedMs", "0"),
                Json.text(item, "gbSeconds", "0"),
                Json.text(item, "price", "0") + " " + Json.text(item, "currency", ""));
    }
}

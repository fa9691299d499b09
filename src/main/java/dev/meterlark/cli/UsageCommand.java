package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@Command(
        name = "usage",
        description =
                "Shows what was used and what it costs, this month so far unless told otherwise.",
        footer = {
            "  lark usage",
            "  lark usage --from 2026-11-01 --to 2026-12-01 --by day",
            "  lark usage --by function,day --json",
            "  lark usage --by tag:team",
            "  lark usage export > usage.csv"
        })
final class UsageCommand extends Verb {

    @Mixin private final TimeOptions time = new TimeOptions();

    @Option(
            names = "--by",
            paramLabel = "GROUPS",
            defaultValue = "function",
            description =
                    "function, day, hour, version, alias, source, trigger, outcome, cold,"
                            + " tag or tag:NAME, with commas (${DEFAULT-VALUE}).")
    private String by = "function";

    UsageCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        JsonNode usage;
        try (Api api = api()) {
            usage = api.get("/usage?" + time.query("groupBy=" + Ask.encoded(by)));
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

    /** A column for each thing that it is split by, before what it came to. */
    private Table table(JsonNode usage) {
        List<String> groups = List.of(by.split(","));
        List<String> head = new ArrayList<>();
        groups.forEach(group -> head.add(group.toUpperCase(Locale.ROOT)));
        head.addAll(List.of(">CALLS", ">FAILED", ">BILLED MS", ">GB-S", ">PRICE"));
        Table table = new Table(head.toArray(String[]::new));
        usage.path("items")
                .forEach(item -> row(table, groups.stream().map(g -> shown(g, item)), item));
        row(
                table,
                IntStream.range(0, groups.size()).mapToObj(i -> i == 0 ? "total" : ""),
                usage.path("total"));
        return table;
    }

    private static String shown(String group, JsonNode item) {
        if (group.equals("trigger")) {
            return Json.text(item, "trigger", Json.text(item, "source", "?"));
        }
        if (group.startsWith("tag")) {
            return item.path("tags").properties().stream()
                    .map(each -> each.getKey() + "=" + each.getValue().asString())
                    .collect(Collectors.joining(" "));
        }
        return Json.text(item, group, "-");
    }

    private static void row(Table table, Stream<String> split, JsonNode item) {
        JsonNode errors = item.path("errors");
        long failed =
                errors.path("caller").asLong(0)
                        + errors.path("function").asLong(0)
                        + errors.path("platform").asLong(0);
        Stream<String> amounts =
                Stream.of(
                        Json.text(item, "calls", "0"),
                        Long.toString(failed),
                        Json.text(item, "billedMs", "0"),
                        Json.text(item, "gbSeconds", "0"),
                        Json.text(item, "price", "0") + " " + Json.text(item, "currency", ""));
        table.row(Stream.concat(split, amounts).toArray(String[]::new));
    }
}

package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

@Command(
        name = "calls",
        description = {
            "Lists calls that were, the newest first: of a function, of a pipeline, or of all.",
            "lark call status shows one."
        },
        footer = {
            "  lark calls",
            "  lark calls hello --failed -n 50",
            "  lark calls hello --qualifier live --source queue",
            "  lark calls hello --from 2026-11-24T08:00:00Z --to 2026-11-24T09:00:00Z --json",
            "  lark calls --pipeline orders"
        })
final class CallsCommand extends Verb {

    private static final int MOST = 100;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The function, or pipeline; all of them together when it is left out.")
    private @Nullable String name;

    @Option(names = "--pipeline", description = "NAME is a pipeline.")
    private boolean pipeline;

    @Option(names = "--failed", description = "Calls that failed alone.")
    private boolean failed;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Calls that began on this day or at this instant, or later; in UTC.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Calls that began before this day or instant.")
    private @Nullable String to;

    @Option(
            names = "--qualifier",
            paramLabel = "QUALIFIER",
            description = "Calls of this version, or that this alias chose the version of.")
    private @Nullable String qualifier;

    @Option(
            names = "--source",
            paramLabel = "WORD",
            description = "Calls made by this: rest, http, queue, schedule, ...")
    private @Nullable String source;

    @Option(names = "--trigger", paramLabel = "ID", description = "Calls that this trigger made.")
    private @Nullable String trigger;

    @Option(names = "-n", paramLabel = "COUNT", description = "How many at most (20).")
    private int most = 20;

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            description = "Where the list before ended, as it said.")
    private @Nullable String cursor;

    CallsCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        if (most < 1 || most > MOST) {
            throw Failure.usage(
                    "-n must be 1 to %d, was: %d".formatted(MOST, most), "lark calls -n 100");
        }
        if (pipeline && name == null) {
            throw Failure.usage("--pipeline needs its name", "lark calls --pipeline NAME");
        }
        JsonNode page;
        try (Api api = api()) {
            page = api.get("%s/invocations?%s".formatted(of(), query()));
        }
        if (printing.json()) {
            printing.json(page);
        } else {
            list(page, printing);
        }
        return Exit.OK;
    }

    private String of() {
        return name == null ? "" : pipeline ? Ask.pipeline(name) : Ask.function(name);
    }

    private String query() {
        return new Query()
                .with("limit", most)
                .with("status", failed ? "failed" : null)
                .with("from", from)
                .with("to", to)
                .with("qualifier", qualifier)
                .with("source", source)
                .with("trigger", trigger)
                .with("cursor", cursor)
                .text();
    }

    private static void list(JsonNode page, Printing printing) {
        if (page.path("items").isEmpty()) {
            printing.notice("There are none.");
            return;
        }
        Table table =
                new Table("AT", "ID", "FUNCTION", "VERSION", "FROM", "OUTCOME", ">RUN MS", "PRICE");
        for (JsonNode call : page.path("items")) {
            JsonNode price = call.path("price");
            table.row(
                    Json.text(call, "startedAt", "?").replaceFirst("[.][0-9]+Z$", "Z"),
                    Json.text(call, "id", "?"),
                    Json.text(call, "function", "?"),
                    Json.text(call, "version", "?"),
                    Json.text(call, "source", "?"),
                    Json.text(call.path("error"), "code", Json.text(call, "status", "?")),
                    Json.text(call.path("phases"), "runMs", "?"),
                    Json.text(price, "amount", "?") + " " + Json.text(price, "currency", ""));
        }
        table.lines().forEach(printing::say);
        String next = Json.text(page, "nextCursor", "");
        if (!next.isEmpty()) {
            printing.notice("Older ones: --cursor " + Shown.line(next));
        }
    }
}

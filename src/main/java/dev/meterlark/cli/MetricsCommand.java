package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

@Command(
        name = "metrics",
        description = {
            "Shows what a function's calls came to, step by step: the last day unless told"
                    + " otherwise. Without a name, those of all functions together.",
            "",
            "Steps without a call are left out, except with --json."
        },
        footer = {
            "  lark metrics hello",
            "  lark metrics hello --from 2026-11-01 --to 2026-11-08 --step 6h",
            "  lark metrics hello --version 3 --json",
            "  lark metrics --trigger 0b0c6c9e-5c0b-4c4e-9f43-6b2f0d7f9a11 --step 1h",
            "  lark metrics"
        })
final class MetricsCommand extends Verb {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The function; all of them together when it is left out.")
    private @Nullable String name;

    @Mixin private final TimeOptions time = new TimeOptions();

    @Option(
            names = "--step",
            paramLabel = "STEP",
            description = "1m, 5m, 15m, 1h, 3h, 6h or 1d; a readable one when it is left out.")
    private @Nullable String step;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "Calls of this version of the function alone.")
    private @Nullable String version;

    @Option(
            names = "--trigger",
            paramLabel = "ID",
            description = "What happened to this trigger instead: events, calls, lag.")
    private @Nullable String trigger;

    MetricsCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        if (trigger != null && (name != null || version != null)) {
            throw Failure.usage("--trigger stands alone", "lark metrics --trigger ID");
        }
        if (name == null && version != null) {
            throw Failure.usage("--version is about one function", "lark metrics NAME --version 3");
        }
        List<String> more = new ArrayList<>();
        if (step != null) {
            more.add("step=" + Ask.encoded(step));
        }
        if (version != null) {
            more.add("version=" + Ask.encoded(version));
        }
        String query = time.query(more.toArray(String[]::new));
        String path = of() + "/metrics";
        JsonNode metrics;
        try (Api api = api()) {
            metrics = api.get(query.isEmpty() ? path : path + "?" + query);
        }
        if (printing.json()) {
            printing.json(metrics);
        } else if (trigger == null) {
            show(metrics, printing);
        } else {
            showEvents(metrics, printing);
        }
        return Exit.OK;
    }

    private String of() {
        if (trigger != null) {
            return "/triggers/" + Ask.encoded(trigger);
        }
        return name == null ? "" : Ask.function(name);
    }

    private static void showEvents(JsonNode metrics, Printing printing) {
        Table table =
                new Table(
                        "FROM",
                        ">EVENTS",
                        ">UNWANTED",
                        ">FAILURES",
                        ">CALLS",
                        ">ERRORS",
                        ">LAG MS");
        int shown = 0;
        for (JsonNode point : metrics.path("points")) {
            long happened =
                    point.path("events").asLong(0)
                            + point.path("failures").asLong(0)
                            + point.path("calls").asLong(0);
            if (happened > 0) {
                table.row(
                        Json.text(point, "at", "?"),
                        Json.text(point, "events", "0"),
                        Json.text(point, "filtered", "0"),
                        Json.text(point, "failures", "0"),
                        Json.text(point, "calls", "0"),
                        Json.text(point, "errors", "0"),
                        Json.text(point, "lagMs", "0"));
                shown++;
            }
        }
        if (shown == 0) {
            printing.notice("Nothing happened in this time.");
            return;
        }
        table.lines().forEach(printing::say);
    }

    private static void show(JsonNode metrics, Printing printing) {
        printing.say(
                "%s to %s, each %s"
                        .formatted(
                                Shown.line(Json.text(metrics, "from", "?")),
                                Shown.line(Json.text(metrics, "to", "?")),
                                Shown.line(Json.text(metrics, "step", "?"))));
        Table table =
                new Table(
                        "FROM",
                        ">CALLS",
                        ">FAILED",
                        ">OURS",
                        ">THROTTLED",
                        ">COLD",
                        ">P50 MS",
                        ">P95 MS",
                        ">P99 MS",
                        ">AT ONCE");
        int shown = 0;
        for (JsonNode point : metrics.path("points")) {
            if (point.path("calls").asLong(0) > 0 || point.path("throttled").asLong(0) > 0) {
                row(table, point);
                shown++;
            }
        }
        if (shown == 0) {
            printing.notice("There were no calls.");
            return;
        }
        table.lines().forEach(printing::say);
    }

    private static void row(Table table, JsonNode point) {
        JsonNode latency = point.path("latencyMs");
        table.row(
                Json.text(point, "at", "?"),
                Json.text(point, "calls", "0"),
                Json.text(point.path("errors"), "function", "0"),
                Json.text(point.path("errors"), "platform", "0"),
                Json.text(point, "throttled", "0"),
                Json.text(point, "coldStarts", "0"),
                Json.text(latency, "p50", "-"),
                Json.text(latency, "p95", "-"),
                Json.text(latency, "p99", "-"),
                Json.text(point, "maxConcurrency", "0"));
    }
}

package dev.meterlark.console.functions;

import dev.meterlark.console.Chart;
import dev.meterlark.console.ChartRange;
import dev.meterlark.console.Filling;
import dev.meterlark.console.Health;
import dev.meterlark.console.LogText;
import dev.meterlark.console.calls.AnswerText;
import dev.meterlark.console.calls.CallModels;
import dev.meterlark.worker.RuntimeOffer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Models of the pages of functions. */
public final class FunctionModels {

    private final Filling with;
    private final String text;

    public FunctionModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        return Map.of(
                "functions/functions",
                with.model(
                        "functions",
                        List.of(functionRow(), functionRow()),
                        "search",
                        text,
                        "tags",
                        List.of(text),
                        "sort",
                        "-calls",
                        "health",
                        "failing",
                        "healths",
                        ListOrder.Only.values(),
                        "columns",
                        Arrays.stream(ListOrder.By.values())
                                .map(ListOrder.of("-calls", "failing")::column)
                                .toList(),
                        "first",
                        false,
                        "blank",
                        false,
                        "next",
                        text),
                "functions/function-new",
                with.model(
                        "runtimes",
                        choices(),
                        "starters",
                        Starter.of("nodejs"),
                        "kinds",
                        Starter.Kind.values(),
                        "kind",
                        text,
                        "source",
                        text,
                        "form",
                        form(),
                        "problem",
                        text),
                "functions/function",
                one(),
                "functions/events",
                with.model("fn", with.head(), "events", saved(), "next", text),
                "functions/environment",
                with.model(
                        "fn",
                        with.head(),
                        "variables",
                        List.of(
                                new EnvironmentPages.Variable(text, "", true, false),
                                new EnvironmentPages.Variable(text, text, false, true)),
                        "file",
                        text,
                        "count",
                        2));
    }

    private List<SavedEventPages.Row> saved() {
        return List.of(new SavedEventPages.Row(text, text, "12 B", Filling.NOW));
    }

    private Map<String, Object> one() {
        var calls = new CallModels(with);
        return with.model(
                "fn",
                with.head(),
                "drawn",
                drawn(),
                "range",
                "24h",
                "ranges",
                ChartRange.all(),
                "version",
                "2",
                "choices",
                List.of("2", "1"),
                "event",
                text,
                "samples",
                List.of(new SampleEvent(text, text, text)),
                "targets",
                CallTargetModels.any(text),
                "call",
                calls.call(),
                "calls",
                calls.rows(),
                "log",
                new LogText(text, null),
                "answer",
                new AnswerText(text, text));
    }

    private FunctionRow functionRow() {
        return new FunctionRow(
                text,
                text,
                text,
                List.of(text, text),
                new Health("bad", text),
                "128",
                "12.5 %",
                true,
                "48 ms",
                "3.184 USD",
                Filling.NOW);
    }

    private static FunctionCharts.Drawn drawn() {
        var series =
                new Chart.Series("Succeeded", List.<@Nullable Double>of(3.0, 4.0), Chart.Look.GOOD);
        var times = List.of(Filling.NOW, Filling.NOW.plusSeconds(900));
        var chart =
                new Chart(
                        "calls",
                        "Calls",
                        Chart.Kind.STACKED,
                        Chart.Unit.COUNT,
                        times,
                        List.of(series));
        return new FunctionCharts.Drawn(
                List.of(new FunctionCharts.Fact("Errors", "12.5 %", "bad")), List.of(chart), true);
    }

    private Map<String, Object> form() {
        var names =
                "name runtime code file handler memoryMb timeout description concurrency"
                        + " maxConcurrency egress keepWarm";
        return Stream.of(names.split(" ")).collect(Collectors.toMap(name -> name, _ -> text));
    }

    private List<Runtimes.Choice> choices() {
        return List.of(new RuntimeOffer("nodejs20", "nodejs", text)).stream()
                .map(Runtimes.Choice::of)
                .toList();
    }
}

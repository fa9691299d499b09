package dev.meterlark.console;

import dev.meterlark.console.Chart.Kind;
import dev.meterlark.console.Chart.Look;
import dev.meterlark.console.Chart.Series;
import dev.meterlark.console.Chart.Unit;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A page of every piece that pages are made of, as templates of the tests show it. */
final class PieceModels {

    private static final List<Instant> HOURS =
            IntStream.range(0, 48)
                    .mapToObj(n -> Filling.NOW.minus(Duration.ofHours(48 - n)))
                    .toList();

    private final Filling with;
    private final String text;

    PieceModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    Map<String, Map<String, Object>> all() {
        return Map.of(
                "pieces",
                with.model("charts", charts()),
                "piece-form",
                with.model(
                        "text",
                        text,
                        "shell",
                        with.shell(null, AccountId.random(), text, "Other")));
    }

    private List<Chart> charts() {
        List<@Nullable Double> calls = values(n -> 700 + 600 * Math.sin(n / 4.0) + n);
        List<@Nullable Double> errors = values(n -> n % 11 == 0 ? 90 : 12);
        return List.of(
                new Chart(
                        "calls",
                        text,
                        Kind.STACKED,
                        Unit.COUNT,
                        HOURS,
                        List.of(new Series(text, calls), new Series(text, errors, Look.BAD))),
                new Chart(
                        "latency",
                        "Latency",
                        Kind.LINES,
                        Unit.MICROS,
                        HOURS,
                        List.of(
                                new Series("p50", values(n -> 1_200 + 90 * Math.cos(n / 3.0))),
                                new Series("p95", values(n -> 4_800 + 900 * Math.cos(n / 5.0))),
                                new Series("p99", gaps(n -> 9_900 + 2_000 * Math.sin(n))))),
                new Chart(
                        "cost",
                        "Cost",
                        Kind.BARS,
                        Unit.money(Currency.getInstance("EUR")),
                        HOURS,
                        List.of(new Series("Cost", values(n -> n * 0.0137)))),
                new Chart(
                        "nothing",
                        "Nothing",
                        Kind.LINES,
                        Unit.BYTES,
                        List.of(),
                        List.of(new Series("Memory", List.of()))));
    }

    private static List<@Nullable Double> values(IntToDoubleFunction of) {
        return IntStream.range(0, HOURS.size()).mapToDouble(of).boxed().toList();
    }

    private static List<@Nullable Double> gaps(IntToDoubleFunction of) {
        return IntStream.range(0, HOURS.size())
                .mapToObj(n -> n % 10 == 3 ? null : (Double) of.applyAsDouble(n))
                .collect(ArrayList::new, List::add, List::addAll);
    }
}

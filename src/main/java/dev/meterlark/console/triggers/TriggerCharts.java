package dev.meterlark.console.triggers;

import dev.meterlark.console.Chart;
import dev.meterlark.console.ChartRange;
import dev.meterlark.shared.Caller;
import dev.meterlark.telemetry.metrics.MetricRange;
import dev.meterlark.trigger.TriggerMetrics;
import dev.meterlark.trigger.TriggerMetrics.Point;
import dev.meterlark.trigger.TriggerSums;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** How much a trigger had to do over some time, what became of it, and how late it was. */
@Component
class TriggerCharts {

    private final TriggerMetrics metrics;
    private final InstantSource clock;

    TriggerCharts(TriggerMetrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Empty when nothing happened. */
    List<Chart> of(Caller caller, String trigger, ChartRange range) {
        Instant now = clock.instant();
        var steps = new MetricRange(range.begin(now), range.end(now), range.step());
        List<Point> points = metrics.series(caller, trigger, steps);
        boolean idle =
                points.stream()
                        .map(Point::sums)
                        .allMatch(s -> s.events() + s.failures() + s.calls() == 0);
        return idle ? List.of() : drawn(points);
    }

    private static List<Chart> drawn(List<Point> points) {
        List<Instant> times = points.stream().map(Point::at).toList();
        return List.of(
                new Chart(
                        "events",
                        "Events that came",
                        Chart.Kind.STACKED,
                        Chart.Unit.COUNT,
                        times,
                        List.of(
                                counts("Wanted", points, TriggerCharts::wanted, Chart.Look.GOOD),
                                counts(
                                        "Not wanted",
                                        points,
                                        TriggerSums::filtered,
                                        Chart.Look.PLAIN))),
                new Chart(
                        "calls",
                        "Calls, and what did not work",
                        Chart.Kind.STACKED,
                        Chart.Unit.COUNT,
                        times,
                        List.of(
                                counts("Succeeded", points, TriggerCharts::well, Chart.Look.GOOD),
                                counts("Failed", points, TriggerSums::errors, Chart.Look.BAD),
                                counts(
                                        "Not handed over",
                                        points,
                                        TriggerSums::failures,
                                        Chart.Look.WARN))),
                new Chart(
                        "lag",
                        "Longest from an event to its being seen",
                        Chart.Kind.LINES,
                        Chart.Unit.MICROS,
                        times,
                        List.of(lag(points))));
    }

    private static long wanted(TriggerSums sums) {
        return Math.max(0, sums.events() - sums.filtered());
    }

    private static long well(TriggerSums sums) {
        return Math.max(0, sums.calls() - sums.errors());
    }

    private static Chart.Series counts(
            String name, List<Point> points, ToLongFunction<TriggerSums> count, Chart.Look look) {
        List<@Nullable Double> values = new ArrayList<>();
        points.forEach(point -> values.add((double) count.applyAsLong(point.sums())));
        return new Chart.Series(name, values, look);
    }

    /** Without events there is none. */
    private static Chart.Series lag(List<Point> points) {
        List<@Nullable Double> values = new ArrayList<>();
        for (Point point : points) {
            TriggerSums sums = point.sums();
            values.add(sums.events() == 0 ? null : sums.lagMillis() * 1_000.0);
        }
        return new Chart.Series("Lag", values);
    }
}

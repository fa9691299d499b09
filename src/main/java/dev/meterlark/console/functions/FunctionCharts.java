package dev.meterlark.console.functions;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.CostReport;
import dev.meterlark.billing.cost.Split;
import dev.meterlark.console.Chart;
import dev.meterlark.console.ChartRange;
import dev.meterlark.console.Health;
import dev.meterlark.console.Show;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageKey;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.metrics.CallMetrics;
import dev.meterlark.telemetry.metrics.Point;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;

/** How one function did over some time, as numbers and as charts. */
@Component
class FunctionCharts {

    private final CallMetrics metrics;
    private final CostExplorer costs;
    private final InstantSource clock;

    FunctionCharts(CallMetrics metrics, CostExplorer costs, InstantSource clock) {
        this.metrics = metrics;
        this.costs = costs;
        this.clock = clock;
    }

    record Fact(String name, String value, String mood) {}

    /**
     * @param called whether there is anything to draw
     */
    record Drawn(List<Fact> facts, List<Chart> charts, boolean called) {}

    /** As much of it as the caller may know. */
    Drawn of(Caller caller, FunctionId function, ChartRange range) {
        Instant now = clock.instant();
        List<Fact> facts = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        if (caller.may(Permission.LOGS_READ)) {
            List<Point> points = points(caller.account(), function, null, range, now);
            charts.addAll(ofCalls(points));
            charts.addAll(ofLimits(points));
            facts.addAll(facts(points, p95(caller.account(), function, range, now)));
        }
        if (caller.may(Permission.USAGE_READ)) {
            CostReport report = costs(caller.account(), function, range, now);
            facts.add(new Fact("Cost at list price", Show.sum(report.total().price()), ""));
            charts.add(cost(report, range, now));
        }
        return new Drawn(facts, charts, charts.stream().anyMatch(FunctionCharts::hasValues));
    }

    /** What can be told of one version: limits and costs are of all of them together. */
    Drawn ofVersion(Caller caller, FunctionId function, String version, ChartRange range) {
        if (!caller.may(Permission.LOGS_READ)) {
            return new Drawn(List.of(), List.of(), false);
        }
        Instant now = clock.instant();
        List<Point> points = points(caller.account(), function, version, range, now);
        List<Chart> charts = ofCalls(points);
        return new Drawn(
                facts(points, null), charts, charts.stream().anyMatch(FunctionCharts::hasValues));
    }

    private List<Point> points(
            AccountId account,
            FunctionId function,
            @Nullable String version,
            ChartRange range,
            Instant now) {
        return metrics.series(
                        account, function, version, range.begin(now), range.end(now), range.step())
                .points();
    }

    /** The hour that the range begins in is in it as a whole. */
    private long p95(AccountId account, FunctionId function, ChartRange range, Instant now) {
        Point whole =
                metrics.summaries(account, List.of(function), range.begin(now), range.end(now))
                        .get(function);
        return whole == null ? 0 : whole.p95Micros();
    }

    /**
     * @param p95 µs; null when it is not told
     */
    private static List<Fact> facts(List<Point> points, @Nullable Long p95) {
        long calls = points.stream().mapToLong(Point::calls).sum();
        if (calls == 0) {
            return List.of(new Fact("Calls", "0", ""));
        }
        long errors = points.stream().mapToLong(Point::errors).sum();
        long cold = points.stream().mapToLong(Point::coldStarts).sum();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Calls", Show.count(calls), ""));
        String mood = Health.manyErrors(errors, calls) ? "bad" : "";
        facts.add(new Fact("Errors", Show.share(errors, calls), mood));
        if (p95 != null) {
            facts.add(new Fact("p95", Show.micros(p95), ""));
        }
        facts.add(new Fact("Cold starts", Show.share(cold, calls), ""));
        return facts;
    }

    private static boolean hasValues(Chart chart) {
        return chart.series().stream()
                .flatMap(series -> series.values().stream())
                .anyMatch(value -> value != null && value != 0);
    }

    private static List<Chart> ofCalls(List<Point> points) {
        List<Instant> times = points.stream().map(Point::at).toList();
        return List.of(
                new Chart(
                        "calls",
                        "Calls",
                        Chart.Kind.STACKED,
                        Chart.Unit.COUNT,
                        times,
                        List.of(
                                counts(
                                        "Succeeded",
                                        points,
                                        FunctionCharts::succeeded,
                                        Chart.Look.GOOD),
                                counts("Failed", points, Point::errors, Chart.Look.BAD),
                                counts(
                                        "Failed by us, free",
                                        points,
                                        Point::platformErrors,
                                        Chart.Look.WARN))),
                new Chart(
                        "latency",
                        "Time from arrival to answer",
                        Chart.Kind.LINES,
                        Chart.Unit.MICROS,
                        times,
                        List.of(
                                times("Half", points, Point::p50Micros),
                                times("p95", points, Point::p95Micros),
                                times("p99", points, Point::p99Micros))),
                new Chart(
                        "starts",
                        "Cold starts",
                        Chart.Kind.BARS,
                        Chart.Unit.COUNT,
                        times,
                        List.of(
                                counts(
                                        "Cold starts",
                                        points,
                                        Point::coldStarts,
                                        Chart.Look.PLAIN))));
    }

    private static List<Chart> ofLimits(List<Point> points) {
        List<Instant> times = points.stream().map(Point::at).toList();
        return List.of(
                new Chart(
                        "concurrency",
                        "Most at once, and calls turned away",
                        Chart.Kind.LINES,
                        Chart.Unit.COUNT,
                        times,
                        List.of(
                                counts("Running", points, Point::maxConcurrency, Chart.Look.PLAIN),
                                counts("Turned away", points, Point::throttled, Chart.Look.WARN))));
    }

    private static long succeeded(Point point) {
        return Math.max(0, point.calls() - point.errors() - point.platformErrors());
    }

    private static Chart.Series counts(
            String name, List<Point> points, ToLongFunction<Point> count, Chart.Look look) {
        List<@Nullable Double> values = new ArrayList<>();
        points.forEach(point -> values.add((double) count.applyAsLong(point)));
        return new Chart.Series(name, values, look);
    }

    /** Without calls there is no time that they took. */
    private static Chart.Series times(
            String name, List<Point> points, ToLongFunction<Point> micros) {
        List<@Nullable Double> values = new ArrayList<>();
        for (Point point : points) {
            values.add(point.calls() == 0 ? null : (double) micros.applyAsLong(point));
        }
        return new Chart.Series(name, values);
    }

    private CostReport costs(
            AccountId account, FunctionId function, ChartRange range, Instant now) {
        UsageGrouping by = range.hourlyCosts() ? UsageGrouping.HOUR : UsageGrouping.DAY;
        Instant begin = range.begin(now).truncatedTo(piece(range));
        return costs.report(
                account,
                new UsageRange(begin, now.isAfter(begin) ? now : begin.plusSeconds(1)),
                new Split(Set.of(by), null),
                Set.of(function));
    }

    /** In the currency of the account's prices now; what was paid in another before is left out. */
    private static Chart cost(CostReport report, ChartRange range, Instant now) {
        var currency = report.total().price().currency();
        Map<Instant, Double> paid = new HashMap<>();
        for (CostExplorer.Part part : report.parts()) {
            UsageTotal used = part.used();
            if (used.price().currency().equals(currency)) {
                paid.merge(at(used.key()), used.price().amount().doubleValue(), Double::sum);
            }
        }
        List<Instant> times = new ArrayList<>();
        List<@Nullable Double> values = new ArrayList<>();
        Duration step = piece(range).getDuration();
        for (Instant at = range.begin(now).truncatedTo(piece(range));
                at.isBefore(now);
                at = at.plus(step)) {
            times.add(at);
            values.add(paid.getOrDefault(at, 0.0));
        }
        return new Chart(
                "cost",
                range.hourlyCosts() ? "Cost by the hour" : "Cost by the day",
                Chart.Kind.BARS,
                Chart.Unit.money(currency),
                times,
                List.of(new Chart.Series("At list price", values)));
    }

    private static ChronoUnit piece(ChartRange range) {
        return range.hourlyCosts() ? ChronoUnit.HOURS : ChronoUnit.DAYS;
    }

    private static Instant at(UsageKey key) {
        return key.hour() != null
                ? key.hour()
                : Objects.requireNonNull(key.day()).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}

package dev.meterlark.console.home;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.CostReport;
import dev.meterlark.billing.cost.Split;
import dev.meterlark.console.Chart;
import dev.meterlark.console.Health;
import dev.meterlark.console.Show;
import dev.meterlark.console.home.Glance.Fact;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.metrics.CallMetrics;
import dev.meterlark.telemetry.metrics.Point;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The last 24 hours of an account by the hour, the one that is not over among them. All of it comes
 * from what is summed up by the hour, so it takes as long for one function as for ten thousand.
 */
@Component
class Glances {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final CallMetrics metrics;
    private final CostExplorer costs;
    private final InstantSource clock;

    Glances(CallMetrics metrics, CostExplorer costs, InstantSource clock) {
        this.metrics = metrics;
        this.costs = costs;
        this.clock = clock;
    }

    Glance of(Caller caller) {
        Instant now = clock.instant();
        Instant end = now.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
        Instant begin = end.minus(DAY);
        List<Fact> facts = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        if (caller.may(Permission.LOGS_READ)) {
            addCalls(caller, begin, end, facts, charts);
        }
        if (caller.may(Permission.USAGE_READ) && caller.may(Permission.BILLING_READ)) {
            addCost(caller, begin, now, facts, charts);
        }
        return new Glance(facts, charts);
    }

    private void addCalls(
            Caller caller, Instant begin, Instant end, List<Fact> facts, List<Chart> charts) {
        Point whole = metrics.summary(caller.account(), begin, end);
        facts.add(new Fact("Calls", Show.count(whole.calls()), ""));
        boolean many = Health.manyErrors(whole.errors(), whole.calls());
        facts.add(
                new Fact(
                        "Errors",
                        whole.calls() == 0 ? "–" : Show.share(whole.errors(), whole.calls()),
                        many ? "bad" : ""));
        facts.add(new Fact("p95", whole.calls() == 0 ? "–" : Show.micros(whole.p95Micros()), ""));
        List<Point> hours = metrics.series(caller.account(), null, null, begin, end, HOUR).points();
        charts.add(calls(hours));
        charts.add(latency(hours));
    }

    private static Chart calls(List<Point> hours) {
        List<@Nullable Double> fine = new ArrayList<>();
        List<@Nullable Double> errors = new ArrayList<>();
        for (Point hour : hours) {
            fine.add((double) Math.max(0, hour.calls() - hour.errors()));
            errors.add((double) hour.errors());
        }
        return new Chart(
                "home-calls",
                "Calls",
                Chart.Kind.STACKED,
                Chart.Unit.COUNT,
                times(hours),
                List.of(
                        new Chart.Series("Without error", fine, Chart.Look.GOOD),
                        new Chart.Series("With error", errors, Chart.Look.BAD)));
    }

    private static Chart latency(List<Point> hours) {
        List<@Nullable Double> slow = new ArrayList<>();
        for (Point hour : hours) {
            slow.add(hour.calls() == 0 ? null : (double) hour.p95Micros());
        }
        return new Chart(
                "home-latency",
                "Time to the answer",
                Chart.Kind.LINES,
                Chart.Unit.MICROS,
                times(hours),
                List.of(new Chart.Series("p95", slow)));
    }

    private static List<Instant> times(List<Point> hours) {
        return hours.stream().map(Point::at).toList();
    }

    /** In the currency of the account's prices now. */
    private void addCost(
            Caller caller, Instant begin, Instant now, List<Fact> facts, List<Chart> charts) {
        CostReport report =
                costs.report(
                        caller.account(),
                        new UsageRange(begin, now),
                        new Split(Set.of(UsageGrouping.HOUR), null));
        facts.add(new Fact("Cost at list price", Show.sum(report.total().price()), ""));
        charts.add(cost(report, begin, now));
    }

    private static Chart cost(CostReport report, Instant begin, Instant now) {
        var currency = report.total().price().currency();
        Map<Instant, Double> paid = new HashMap<>();
        for (CostExplorer.Part part : report.parts()) {
            UsageTotal used = part.used();
            if (used.price().currency().equals(currency)) {
                paid.merge(
                        Objects.requireNonNull(used.key().hour()),
                        used.price().amount().doubleValue(),
                        Double::sum);
            }
        }
        List<Instant> times = new ArrayList<>();
        List<@Nullable Double> values = new ArrayList<>();
        for (Instant at = begin; !at.isAfter(now); at = at.plus(HOUR)) {
            times.add(at);
            values.add(paid.getOrDefault(at, 0.0));
        }
        return new Chart(
                "home-cost",
                "Cost",
                Chart.Kind.BARS,
                Chart.Unit.money(currency),
                times,
                List.of(new Chart.Series("At list price", values)));
    }
}

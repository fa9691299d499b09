package dev.meterlark.console.functions;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.Split;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.metrics.CallMetrics;
import dev.meterlark.telemetry.metrics.Point;

import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How functions did in the last day, and what they cost since midnight, to who may know. */
@Component
class Lately {

    private static final Duration LONG = Duration.ofDays(1);

    private final CallMetrics metrics;
    private final CostExplorer costs;
    private final InstantSource clock;

    Lately(CallMetrics metrics, CostExplorer costs, InstantSource clock) {
        this.metrics = metrics;
        this.costs = costs;
        this.clock = clock;
    }

    /** Those that nobody called are left out. */
    Map<FunctionId, Point> calls(Caller caller, Collection<FunctionId> functions) {
        if (functions.isEmpty() || !caller.may(Permission.LOGS_READ)) {
            return Map.of();
        }
        Instant end = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        return metrics.summaries(caller.account(), functions, end.minus(LONG), end);
    }

    /** Of calls that began since midnight in UTC; one sum for each currency. */
    Map<FunctionId, List<Money>> costs(Caller caller, Collection<FunctionId> functions) {
        Instant now = clock.instant();
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
        if (functions.isEmpty() || !midnight.isBefore(now) || !caller.may(Permission.USAGE_READ)) {
            return Map.of();
        }
        Map<FunctionId, List<Money>> today = new HashMap<>();
        Split split = new Split(Set.of(UsageGrouping.FUNCTION), null);
        var range = new UsageRange(midnight, now);
        costs.report(caller.account(), range, split, Set.copyOf(functions))
                .parts()
                .forEach(
                        part ->
                                today.computeIfAbsent(
                                                Objects.requireNonNull(part.used().function()),
                                                _ -> new ArrayList<>())
                                        .add(part.used().price()));
        return today;
    }

    /** The same as numbers to compare: an account has one currency at a time. */
    Map<FunctionId, BigDecimal> amounts(Caller caller, Collection<FunctionId> functions) {
        Map<FunctionId, BigDecimal> amounts = new HashMap<>();
        costs(caller, functions)
                .forEach(
                        (function, sums) ->
                                amounts.put(
                                        function,
                                        sums.stream()
                                                .map(Money::amount)
                                                .reduce(BigDecimal.ZERO, BigDecimal::add)));
        return amounts;
    }
}

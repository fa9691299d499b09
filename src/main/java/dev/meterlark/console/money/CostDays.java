package dev.meterlark.console.money;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.CostOverview;
import dev.meterlark.billing.cost.CostReport;
import dev.meterlark.billing.cost.Split;
import dev.meterlark.console.Chart;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Costs by the day: the dearest parts by themselves, and all others together. */
@Component
class CostDays {

    private static final int MOST_APART = Chart.MOST_SERIES - 1;
    private static final String OTHERS = "All others";

    private final CostExplorer costs;

    CostDays(CostExplorer costs) {
        this.costs = costs;
    }

    Chart chart(AccountId account, UsageRange range, CostQuery query, CostOverview overview) {
        CostReport report = overview.report();
        Currency currency = report.total().price().currency();
        List<LocalDate> days = days(range);
        Map<String, Map<LocalDate, BigDecimal>> apart = apart(account, range, query, report);
        Map<LocalDate, BigDecimal> all = byDay(overview.days(), currency);
        List<Chart.Series> series = new ArrayList<>();
        Map<LocalDate, BigDecimal> rest = new HashMap<>(all);
        apart.forEach(
                (name, of) -> {
                    series.add(series(name, of, days));
                    of.forEach((day, cost) -> rest.merge(day, cost.negate(), BigDecimal::add));
                });
        if (series.isEmpty() || report.parts().size() > series.size()) {
            series.add(series(series.isEmpty() ? "All calls" : OTHERS, rest, days));
        }
        return new Chart(
                "cost-by-day",
                "Cost by day",
                series.size() == 1 ? Chart.Kind.BARS : Chart.Kind.STACKED,
                Chart.Unit.money(currency),
                days.stream().map(CostDays::begin).toList(),
                series);
    }

    private Map<String, Map<LocalDate, BigDecimal>> apart(
            AccountId account, UsageRange range, CostQuery query, CostReport report) {
        Currency currency = report.total().price().currency();
        List<CostExplorer.Part> dearest =
                report.parts().stream()
                        .filter(each -> each.used().price().currency().equals(currency))
                        .filter(each -> each.used().price().amount().signum() > 0)
                        .sorted(Comparator.comparing(CostDays::amount).reversed())
                        .limit(MOST_APART)
                        .toList();
        Map<String, Map<LocalDate, BigDecimal>> apart = new LinkedHashMap<>();
        dearest.forEach(each -> apart.put(CostRow.name(each, query), new HashMap<>()));
        if (apart.isEmpty()) {
            return apart;
        }
        for (CostExplorer.Part part : daily(account, range, query.split(), dearest)) {
            Map<LocalDate, BigDecimal> of = apart.get(CostRow.name(part, query));
            if (of != null && part.used().price().currency().equals(currency)) {
                of.merge(day(part), amount(part), BigDecimal::add);
            }
        }
        return apart;
    }

    /** Of functions only those that are wanted, of which there may be thousands. */
    private List<CostExplorer.Part> daily(
            AccountId account, UsageRange range, Split split, List<CostExplorer.Part> wanted) {
        Set<UsageGrouping> by = EnumSet.of(UsageGrouping.DAY);
        by.addAll(split.by());
        Split daily = new Split(by, split.tag());
        if (!by.contains(UsageGrouping.FUNCTION)) {
            return costs.report(account, range, daily).parts();
        }
        Set<FunctionId> functions =
                wanted.stream()
                        .map(each -> each.used().function())
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        return costs.report(account, range, daily, functions).parts();
    }

    private static Map<LocalDate, BigDecimal> byDay(CostReport days, Currency currency) {
        return days.parts().stream()
                .filter(each -> each.used().price().currency().equals(currency))
                .collect(Collectors.toMap(CostDays::day, CostDays::amount, BigDecimal::add));
    }

    private static List<LocalDate> days(UsageRange range) {
        LocalDate from = LocalDate.ofInstant(range.from(), ZoneOffset.UTC);
        LocalDate to = LocalDate.ofInstant(range.to().minusNanos(1), ZoneOffset.UTC);
        return from.datesUntil(to.plusDays(1)).limit(Chart.MOST_POINTS).toList();
    }

    private static Chart.Series series(
            String name, Map<LocalDate, BigDecimal> of, List<LocalDate> days) {
        List<@Nullable Double> values = new ArrayList<>();
        for (LocalDate day : days) {
            values.add(of.getOrDefault(day, BigDecimal.ZERO).doubleValue());
        }
        return new Chart.Series(name, values);
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static LocalDate day(CostExplorer.Part part) {
        return Objects.requireNonNull(part.used().key().day());
    }

    private static BigDecimal amount(CostExplorer.Part part) {
        return part.used().price().amount();
    }
}

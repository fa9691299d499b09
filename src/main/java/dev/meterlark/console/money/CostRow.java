package dev.meterlark.console.money;

import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.CostReport;
import dev.meterlark.billing.cost.ThingCosts;
import dev.meterlark.console.Show;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageKey;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A part of what calls cost, as a row.
 *
 * @param share of the whole, in percent
 */
record CostRow(
        String name, String calls, String failed, String gbSeconds, String price, String share) {

    private static final BigDecimal MIB_MILLIS_OF_GB_SECOND = BigDecimal.valueOf(1024L * 1000);

    /** What changed against as much time before. */
    record Moved(String name, String before, String now, String change, boolean more) {

        static Moved of(CostExplorer.Mover mover, CostQuery query) {
            Money change = mover.change();
            boolean more = change.amount().signum() > 0;
            return new Moved(
                    CostRow.name(mover.now(), query),
                    Show.sum(mover.before().price()),
                    Show.sum(mover.now().used().price()),
                    (more ? "+" : "−")
                            + Show.sum(new Money(change.amount().abs(), change.currency())),
                    more);
        }
    }

    /**
     * What was paid for failures, or for loading.
     *
     * @param says what kind it is
     */
    record Aside(String name, String says, String calls, String price) {

        static Aside failed(CostExplorer.Part part) {
            return new Aside(
                    text(part.used().functionName()),
                    fault(part.used().key().fault()),
                    Show.count(part.used().calls()),
                    Show.sum(part.used().price()));
        }

        static Aside loaded(CostExplorer.ColdStarts cold) {
            return new Aside(
                    text(cold.used().functionName()),
                    "of " + Show.sum(cold.used().price()),
                    Show.count(cold.used().calls()),
                    Show.sum(cold.loading()));
        }
    }

    /** What a bucket, a table, a queue or a floor cost by one meter. */
    record Kept(String name, String kind, String meter, String quantity, String price) {

        static Kept of(ThingCosts.ThingCost cost) {
            BigDecimal amount = new BigDecimal(cost.quantity().text());
            return new Kept(
                    cost.thing().name(),
                    cost.thing().kind().wireName(),
                    cost.meter().wireName().replace('-', ' '),
                    Show.grouped(amount) + " " + unit(cost.quantity().meter().unit(), amount),
                    Show.sum(cost.price()));
        }

        private static String unit(String singular, BigDecimal amount) {
            boolean word = Character.isLowerCase(singular.charAt(singular.length() - 1));
            return word && amount.compareTo(BigDecimal.ONE) != 0 ? singular + "s" : singular;
        }
    }

    static List<CostRow> of(CostReport report, CostQuery query) {
        BigDecimal whole = report.total().price().amount();
        List<CostExplorer.Part> parts = new ArrayList<>(report.parts());
        parts.sort(
                Comparator.comparing((CostExplorer.Part each) -> each.used().price().amount())
                        .reversed());
        return parts.stream().map(each -> of(name(each, query), each.used(), whole)).toList();
    }

    static CostRow total(CostReport report) {
        UsageTotal total = report.total();
        return of("Together", total, total.price().amount());
    }

    private static CostRow of(String name, UsageTotal used, BigDecimal whole) {
        UsageTotal.Failures failures = used.failures();
        BigDecimal gbSeconds =
                used.mibMillis().divide(MIB_MILLIS_OF_GB_SECOND, 3, RoundingMode.HALF_UP);
        return new CostRow(
                name,
                Show.count(used.calls()),
                Show.count(failures.function() + failures.platform() + failures.caller()),
                Show.grouped(gbSeconds),
                Show.sum(used.price()),
                share(used.price().amount(), whole));
    }

    private static String share(BigDecimal part, BigDecimal whole) {
        if (whole.signum() == 0) {
            return "0";
        }
        return part.multiply(BigDecimal.valueOf(100))
                .divide(whole, 1, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** What a part is called in the words of what it is split by. */
    static String name(CostExplorer.Part part, CostQuery query) {
        UsageKey key = part.used().key();
        Map<String, String> tags = part.tags();
        if (tags != null) {
            return tags.isEmpty() ? "(none)" : shown(tags, query.tag());
        }
        if (query.split().by().contains(UsageGrouping.OUTCOME)) {
            return fault(key.fault());
        }
        if (key.cold() != null) {
            return key.cold() ? "Cold: loaded first" : "Warm";
        }
        if (key.functionName() != null) {
            return key.version() == null
                    ? key.functionName()
                    : key.functionName() + " · " + key.version();
        }
        String source = text(key.source());
        return key.trigger() == null ? source : source + " · " + key.trigger();
    }

    private static String shown(Map<String, String> tags, @Nullable String one) {
        return tags.entrySet().stream()
                .map(each -> one == null ? each.getKey() + "=" + each.getValue() : each.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String fault(@Nullable Fault fault) {
        if (fault == null) {
            return "Succeeded";
        }
        return switch (fault) {
            case CALLER -> "Refused: the caller's fault";
            case FUNCTION -> "Failed: the function's fault";
            case PLATFORM -> "Failed: ours, free";
        };
    }

    private static String text(@Nullable String text) {
        return text == null || text.isEmpty() ? "(none)" : text;
    }
}

package dev.meterlark.metering;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Sums of attempts as the database makes them. */
final class UsageLines {

    private static final String SUMS =
            """
            currency,
            sum(calls) as calls,
            sum(billable_calls) as billable_calls,
            sum(case when fault = 'CALLER' then calls else 0 end) as caller_failures,
            sum(case when fault = 'FUNCTION' then calls else 0 end) as function_failures,
            sum(case when fault = 'PLATFORM' then calls else 0 end) as platform_failures,
            sum(billed_millis) as billed_millis,
            sum(mib_millis) as mib_millis,
            sum(cpu_micros) as cpu_micros,
            sum(egress_bytes) as egress_bytes,
            sum(init_mib_micros) as init_mib_micros,
            sum(price) as price
            """;

    private UsageLines() {}

    /**
     * One line for each part and currency, in no order.
     *
     * @param of a table with the columns of roll-ups
     * @param where a condition with its word; may be empty
     */
    static String select(Set<UsageGrouping> by, String of, String where) {
        List<String> keys = UsageGrouping.columns(by);
        List<String> shown = new ArrayList<>(keys);
        if (by.contains(UsageGrouping.FUNCTION)) {
            shown.add("max(function_name) as function_name");
        }
        keys.add("currency");
        String split = shown.isEmpty() ? "" : String.join(", ", shown) + ", ";
        return "select %s%s from %s%s group by %s"
                .formatted(split, SUMS, of, where, String.join(", ", keys));
    }

    static UsageTotal line(ResultSet row, Set<UsageGrouping> by) throws SQLException {
        return new UsageTotal(
                key(row, by),
                row.getLong("calls"),
                row.getLong("billable_calls"),
                new UsageTotal.Failures(
                        row.getLong("caller_failures"),
                        row.getLong("function_failures"),
                        row.getLong("platform_failures")),
                row.getLong("billed_millis"),
                whole(row, "mib_millis"),
                whole(row, "cpu_micros"),
                whole(row, "egress_bytes"),
                whole(row, "init_mib_micros"),
                new Money(
                        row.getBigDecimal("price"),
                        Currency.getInstance(row.getString("currency"))));
    }

    private static BigDecimal whole(ResultSet row, String column) throws SQLException {
        return new BigDecimal(row.getBigDecimal(column).toBigIntegerExact());
    }

    private static UsageKey key(ResultSet row, Set<UsageGrouping> by) throws SQLException {
        boolean function = by.contains(UsageGrouping.FUNCTION);
        boolean trigger = by.contains(UsageGrouping.TRIGGER);
        String fault = by.contains(UsageGrouping.OUTCOME) ? row.getString("fault") : null;
        UUID tags = by.contains(UsageGrouping.TAGS) ? row.getObject("tag_set", UUID.class) : null;
        return new UsageKey(
                function ? new FunctionId(row.getObject("function_id", UUID.class)) : null,
                function ? row.getString("function_name") : null,
                by.contains(UsageGrouping.DAY) ? row.getObject("usage_day", LocalDate.class) : null,
                by.contains(UsageGrouping.HOUR)
                        ? row.getObject("hour_at", OffsetDateTime.class).toInstant()
                        : null,
                text(row, "version", by.contains(UsageGrouping.VERSION)),
                text(row, "alias", by.contains(UsageGrouping.ALIAS)),
                text(row, "source", trigger || by.contains(UsageGrouping.SOURCE)),
                trigger ? row.getObject("trigger_id", UUID.class) : null,
                fault == null ? null : Fault.valueOf(fault),
                by.contains(UsageGrouping.COLD) ? row.getBoolean("cold") : null,
                tags == null ? null : new TagSetId(tags),
                text(row, "price_book", by.contains(UsageGrouping.PRICE_BOOK)));
    }

    private static @Nullable String text(ResultSet row, String column, boolean there)
            throws SQLException {
        return there ? row.getString(column) : null;
    }
}

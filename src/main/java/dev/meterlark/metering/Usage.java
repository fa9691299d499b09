package dev.meterlark.metering;

import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What accounts used, from roll-ups and, where those are behind, from the ledger. A call is here as
 * soon as the journal's batch is, some tenths of a second after its answer.
 */
@Service
@Transactional(readOnly = true)
public class Usage {

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

    private static final int MOST_PARTS = 100_000;
    private static final Duration MEANS_NOW = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final SummedDays days;
    private final InstantSource clock;

    Usage(JdbcClient jdbc, SummedDays days, InstantSource clock) {
        this.jdbc = jdbc;
        this.days = days;
        this.clock = clock;
    }

    /**
     * Sums over the attempts of one account that started in [from, to), in the order of what they
     * are split by, functions by their names. A function that was deleted and one that took its
     * name are two. Each currency has sums of its own.
     *
     * @throws RefusedException when there are too many of them
     */
    public List<UsageTotal> totals(
            AccountId account, Instant from, Instant to, Set<UsageGrouping> by) {
        return totals(account, from, to, by, UsageFilter.ALL);
    }

    /** The same of some of its attempts alone. */
    public List<UsageTotal> totals(
            AccountId account,
            Instant from,
            Instant to,
            Set<UsageGrouping> by,
            UsageFilter filter) {
        return totals(source(account, from, to, by), by, filter);
    }

    /** The same of some of its functions alone. */
    public List<UsageTotal> totals(
            AccountId account,
            Instant from,
            Instant to,
            Set<UsageGrouping> by,
            Set<FunctionId> only) {
        return only.isEmpty()
                ? List.of()
                : totals(source(account, from, to, by).ofOnly(only), by, UsageFilter.ALL);
    }

    private UsageSource source(AccountId account, Instant from, Instant to, Set<UsageGrouping> by) {
        Instant end = untilEndOfHour(to);
        return by.contains(UsageGrouping.HOUR)
                ? UsageSource.byHour(account, from, end)
                : days.source(account, from, end);
    }

    private List<UsageTotal> totals(UsageSource source, Set<UsageGrouping> by, UsageFilter filter) {
        List<String> keys = UsageGrouping.columns(by);
        List<String> shown = new ArrayList<>(keys);
        if (by.contains(UsageGrouping.FUNCTION)) {
            shown.add("max(function_name) as function_name");
        }
        keys.add("currency");
        String split = shown.isEmpty() ? "" : String.join(", ", shown) + ", ";
        String columns = String.join(", ", keys);
        String order = by.contains(UsageGrouping.FUNCTION) ? "function_name, " + columns : columns;
        String sql =
                "select %s%s from %s%s group by %s order by %s limit :most"
                        .formatted(split, SUMS, source.sql(), filter.condition, columns, order);
        List<UsageTotal> totals =
                source.bind(jdbc.sql(sql))
                        .param("most", MOST_PARTS + 1)
                        .query((row, _) -> total(row, by))
                        .list();
        if (totals.size() > MOST_PARTS) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "that is split into more than %d parts; ask for less time, or split it by less"
                            .formatted(MOST_PARTS));
        }
        return totals;
    }

    /**
     * What has not begun yet has no attempts; an hour is read at once where it is whole. Whoever
     * means now has read the clock a little earlier.
     */
    private Instant untilEndOfHour(Instant to) {
        Instant hour = to.truncatedTo(ChronoUnit.HOURS);
        return to.plus(MEANS_NOW).isBefore(clock.instant()) || hour.equals(to)
                ? to
                : hour.plus(1, ChronoUnit.HOURS);
    }

    private static UsageTotal total(ResultSet row, Set<UsageGrouping> by) throws SQLException {
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

package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * All that is paid for: absolute totals, so whoever asks again later has them with what came late.
 * Free attempts are not in them.
 */
@Service
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
public class BillableUsage {

    private static final String BY_HOUR =
            """
            select function_id, hour_at, max(function_name) as function_name,
                sum(billable_calls) as calls, sum(mib_millis) as mib_millis,
                sum(cpu_micros) as cpu_micros, sum(egress_bytes) as egress_bytes
            from %s
            group by function_id, hour_at order by hour_at, function_id
            """;

    private static final String ACCOUNTS =
            """
            select distinct f.account_id from usage_function f
            where f.account_id > :after and (
                exists (select 1 from usage_rollup r where r.account_id = f.account_id
                    and r.hour_at >= :from and r.hour_at < :to)
                or exists (select 1 from usage_mark m where m.account_id = f.account_id
                    and m.hour_at >= :from and m.hour_at < :to))
            union
            select distinct u.account_id from usage_meter u
            where u.account_id > :after and u.began_at >= :from and u.began_at < :to
            order by account_id limit :most
            """;

    private static final UsageCut BY_FUNCTION = UsageCut.by(EnumSet.of(UsageGrouping.FUNCTION));
    private static final UsageCut TOGETHER = UsageCut.by(EnumSet.noneOf(UsageGrouping.class));
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final UsageReader reader;
    private final Meters meters;

    BillableUsage(JdbcClient jdbc, UsageReader reader, Meters meters) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.meters = meters;
    }

    /**
     * Of hours that begin in [from, to), each thing's meters hour by hour; summed over versions,
     * triggers and tags.
     */
    public List<Metered> of(AccountId account, Instant from, Instant to) {
        UsageSource source = UsageSource.byHour(account, nextHour(from), nextHour(to));
        List<Metered> all = new ArrayList<>();
        source.bind(jdbc.sql(BY_HOUR.formatted(source.sql())))
                .query((RowCallbackHandler) row -> addCalls(row, all));
        meters.totals(account, nextHour(from), nextHour(to), Meters.Span.HOUR)
                .forEach(each -> add(all, each.thing(), each.meter(), each.from(), each.amount()));
        return List.copyOf(all);
    }

    /**
     * The same summed up: each thing's meters once, as if of the first hour. So an invoice needs no
     * more memory for a long month than for a short one.
     */
    public List<Metered> sums(AccountId account, Instant from, Instant to) {
        Instant first = nextHour(from);
        List<Metered> all = new ArrayList<>();
        for (UsageTotal each : read(account, first, nextHour(to), BY_FUNCTION)) {
            Thing function =
                    Thing.function(
                            Objects.requireNonNull(each.function()),
                            Objects.requireNonNull(each.functionName()));
            eachMeter(each, (meter, amount) -> add(all, function, meter, first, amount));
        }
        meters.totals(account, first, nextHour(to), Meters.Span.ALL)
                .forEach(each -> add(all, each.thing(), each.meter(), first, each.amount()));
        return List.copyOf(all);
    }

    /** The same of all things together. */
    public Map<Meter, BigInteger> whole(AccountId account, Instant from, Instant to) {
        Instant first = nextHour(from);
        Map<Meter, BigInteger> whole = new EnumMap<>(Meter.class);
        for (UsageTotal each : read(account, first, nextHour(to), TOGETHER)) {
            eachMeter(each, (meter, amount) -> whole.merge(meter, amount, BigInteger::add));
        }
        meters.totals(account, first, nextHour(to), Meters.Span.ALL)
                .forEach(each -> whole.merge(each.meter(), each.amount(), BigInteger::add));
        return whole;
    }

    /**
     * Accounts with usage in hours that begin in [from, to), by id. What lies and was metered in no
     * hour yet is not looked for.
     *
     * @param after the last one of the page before; null for the first page
     */
    public List<AccountId> usedIn(Instant from, Instant to, @Nullable AccountId after, int most) {
        return jdbc.sql(ACCOUNTS)
                .param("after", after == null ? BEFORE_ALL : after.value())
                .param("from", Columns.instant(nextHour(from)))
                .param("to", Columns.instant(nextHour(to)))
                .param("most", most)
                .query((row, _) -> new AccountId(row.getObject("account_id", UUID.class)))
                .list();
    }

    private List<UsageTotal> read(AccountId account, Instant from, Instant to, UsageCut cut) {
        UsageSums sums = new UsageSums(cut, Integer.MAX_VALUE);
        reader.read(account, from, to, null, cut.by(), sums::add);
        return sums.totals();
    }

    private static void eachMeter(UsageTotal used, BiConsumer<Meter, BigInteger> then) {
        then.accept(Meter.REQUESTS, BigInteger.valueOf(used.billableCalls()));
        then.accept(Meter.MIB_MILLIS, used.mibMillis().toBigIntegerExact());
        then.accept(Meter.CPU_TIME, used.cpuMicros().toBigIntegerExact());
        then.accept(Meter.EGRESS, used.egressBytes().toBigIntegerExact());
    }

    private static void addCalls(ResultSet row, List<Metered> all) throws SQLException {
        Thing function =
                Thing.function(
                        new FunctionId(row.getObject("function_id", UUID.class)),
                        row.getString("function_name"));
        Instant hour = row.getObject("hour_at", OffsetDateTime.class).toInstant();
        add(all, function, Meter.REQUESTS, hour, whole(row, "calls"));
        add(all, function, Meter.MIB_MILLIS, hour, whole(row, "mib_millis"));
        add(all, function, Meter.CPU_TIME, hour, whole(row, "cpu_micros"));
        add(all, function, Meter.EGRESS, hour, whole(row, "egress_bytes"));
    }

    private static BigInteger whole(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }

    private static void add(
            List<Metered> all, Thing thing, Meter meter, Instant hour, BigInteger amount) {
        if (amount.signum() != 0) {
            all.add(new Metered(thing, meter, hour, amount));
        }
    }

    /** The first hour that begins then or later. */
    private static Instant nextHour(Instant instant) {
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(instant) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }
}

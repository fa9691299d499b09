package dev.meterlark.invocation.queue;

import dev.meterlark.shared.AccountId;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Counts, for each account, what was accepted, waits, runs and has ended: of what was accepted
 * nothing may be missing and nothing may be there twice. What was accepted is counted when it is
 * accepted, what has ended when it ends, and what is in between by looking at each row, so that a
 * row which got lost shows. One statement sees all of it at one moment.
 */
@Component
public class Conservation implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(Conservation.class);

    /** Accounts with a line of their own among the metrics: those with the most that waits. */
    private static final int SHOWN = 50;

    private static final int REST = 20;

    private static final String COUNTS =
            "select a.account_id, a.calls as accepted,"
                    + " coalesce(c.waiting, 0) as waiting, coalesce(c.running, 0) as running,"
                    + " coalesce(e.succeeded, 0) as succeeded, coalesce(e.failed, 0) as failed,"
                    + " coalesce(e.expired, 0) as expired, coalesce(e.cancelled, 0) as cancelled"
                    + " from async_accepted a"
                    + " left join async_ended_count e on e.account_id = a.account_id"
                    + " left join (select account_id,"
                    + " sum(case when state = 1 then 0 else 1 end) as waiting,"
                    + " sum(case when state = 1 then 1 else 0 end) as running"
                    + " from async_call group by account_id) c on c.account_id = a.account_id";

    private final JdbcTemplate jdbc;
    private final QueueProperties properties;
    private final MultiGauge calls;
    private final MultiGauge missing;
    private long restUntil = System.nanoTime();

    Conservation(JdbcTemplate jdbc, QueueProperties properties, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.calls =
                MultiGauge.builder("meterlark.queue.calls")
                        .description(
                                "asynchronous calls of all nodes by account and where they stand;"
                                        + " accounts beyond the busiest are one")
                        .register(metrics);
        this.missing =
                MultiGauge.builder("meterlark.queue.missing")
                        .description("accepted, but neither waiting, running nor ended: must be 0")
                        .register(metrics);
    }

    /** One account at one moment. */
    public record Count(
            AccountId account,
            long accepted,
            long waiting,
            long running,
            long succeeded,
            long failed,
            long expired,
            long cancelled) {

        public long ended() {
            return succeeded + failed + expired + cancelled;
        }

        /** Zero when all is well. */
        public long missing() {
            return accepted - waiting - running - ended();
        }
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::checkOrTell, properties.keep().countEvery());
    }

    /** A large backlog takes long to count: no more than a twentieth of the time goes into it. */
    private void checkOrTell() {
        long begun = System.nanoTime();
        if (begun - restUntil < 0) {
            return;
        }
        try {
            publish(counts());
            long now = System.nanoTime();
            restUntil = now + REST * (now - begun);
        } catch (RuntimeException e) {
            LOG.warn("the queue could not be counted; trying again later", e);
        }
    }

    /** Each account that ever had a call accepted, all of them at one moment. */
    public List<Count> counts() {
        return jdbc.query(COUNTS, Conservation::count);
    }

    private static Count count(ResultSet row, int number) throws SQLException {
        return new Count(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getLong("accepted"),
                row.getLong("waiting"),
                row.getLong("running"),
                row.getLong("succeeded"),
                row.getLong("failed"),
                row.getLong("expired"),
                row.getLong("cancelled"));
    }

    void publish(List<Count> counts) {
        List<Count> busiest = new ArrayList<>(counts);
        busiest.sort(Comparator.comparingLong((Count c) -> c.waiting + c.running).reversed());
        List<Count> shown = busiest.subList(0, Math.min(SHOWN, busiest.size()));
        List<Count> others = busiest.subList(shown.size(), busiest.size());
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        shown.forEach(c -> rows(c.account.toString(), List.of(c), rows));
        rows("others", others, rows);
        calls.register(rows, true);
        List<MultiGauge.Row<?>> wrong = new ArrayList<>();
        wrong.add(MultiGauge.Row.of(Tags.empty(), sum(counts, c -> Math.abs(c.missing()))));
        missing.register(wrong, true);
        counts.stream()
                .filter(c -> c.missing() != 0)
                .forEach(c -> LOG.error("asynchronous calls do not add up: {}", c));
    }

    private static void rows(String account, List<Count> counts, List<MultiGauge.Row<?>> rows) {
        rows.add(row(account, "accepted", sum(counts, Count::accepted)));
        rows.add(row(account, "waiting", sum(counts, Count::waiting)));
        rows.add(row(account, "running", sum(counts, Count::running)));
        rows.add(row(account, "succeeded", sum(counts, Count::succeeded)));
        rows.add(row(account, "failed", sum(counts, Count::failed)));
        rows.add(row(account, "expired", sum(counts, Count::expired)));
        rows.add(row(account, "cancelled", sum(counts, Count::cancelled)));
    }

    private static MultiGauge.Row<?> row(String account, String state, long value) {
        return MultiGauge.Row.of(Tags.of("account", account, "state", state), value);
    }

    private static long sum(List<Count> counts, ToLongFunction<Count> of) {
        return counts.stream().mapToLong(of).sum();
    }
}

package dev.meterlark.telemetry;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Deletes what is older than the installation keeps any or than the account's plan does, and the
 * oldest logs of an account that has too many.
 */
@Component
class Housekeeping implements SchedulingConfigurer {

    /** Rows of one statement, so that none locks for long. */
    private static final int CHUNK = 2000;

    private final JdbcClient jdbc;
    private final TelemetryProperties properties;
    private final Keeping keeping;
    private final InstantSource clock;

    Housekeeping(
            JdbcClient jdbc, TelemetryProperties properties, Keeping keeping, InstantSource clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.keeping = keeping;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), properties.housekeepingEvery());
    }

    void sweep(Instant now) {
        deleteBefore("call_failure", "started_at", now.minus(properties.historyAge()));
        // Where an earlier release kept what is read from the ledger now.
        deleteBefore("call_record", "started_at", now.minus(properties.historyAge()));
        deleteBefore("call_log", "ended_at", now.minus(properties.logAge()));
        deleteByPlans(now);
        for (UUID account : accountsWithTooManyLogs()) {
            deleteOldestLogs(account);
        }
    }

    private void deleteByPlans(Instant now) {
        for (AccountId account : accountsIn("call_failure")) {
            Duration kept = keeping.calls(account);
            if (kept.compareTo(properties.historyAge()) < 0) {
                deleteBefore(account, "call_failure", "started_at", now.minus(kept));
            }
        }
        for (AccountId account : accountsIn("call_log")) {
            Duration kept = keeping.logs(account);
            if (kept.compareTo(properties.logAge()) < 0) {
                deleteBefore(account, "call_log", "ended_at", now.minus(kept));
            }
        }
    }

    private void deleteBefore(String table, String column, Instant border) {
        String sql =
                """
                delete from %1$s where (invocation_id, attempt) in (
                    select invocation_id, attempt from %1$s where %2$s < :border limit %3$d)
                """
                        .formatted(table, column, CHUNK);
        int deleted;
        do {
            deleted = jdbc.sql(sql).param("border", Columns.instant(border)).update();
        } while (deleted == CHUNK);
    }

    private List<AccountId> accountsIn(String table) {
        return jdbc.sql(
                        "select distinct account_id from %s where account_id is not null"
                                .formatted(table))
                .query((row, _) -> new AccountId(row.getObject(1, UUID.class)))
                .list();
    }

    private void deleteBefore(AccountId account, String table, String column, Instant border) {
        String sql =
                """
                delete from %1$s where (invocation_id, attempt) in (
                    select invocation_id, attempt from %1$s
                    where account_id = :account and %2$s < :border limit %3$d)
                """
                        .formatted(table, column, CHUNK);
        int deleted;
        do {
            deleted =
                    jdbc.sql(sql)
                            .param("account", account.value())
                            .param("border", Columns.instant(border))
                            .update();
        } while (deleted == CHUNK);
    }

    private List<UUID> accountsWithTooManyLogs() {
        return jdbc.sql(
                        "select account_id from call_log group by account_id"
                                + " having sum(stored_bytes) > :max")
                .param("max", properties.logBytesPerAccount().toBytes())
                .query(UUID.class)
                .list();
    }

    /**
     * The newest logs that fit together stay: the first one that does not, and all before it, go.
     */
    private void deleteOldestLogs(UUID account) {
        jdbc.sql(
                        """
                        delete from call_log where account_id = :account and position <= (
                            select max(position) from (
                                select position,
                                    sum(stored_bytes) over (order by position desc) as so_far
                                from call_log where account_id = :account) sums
                            where so_far > :max)
                        """)
                .param("account", account)
                .param("max", properties.logBytesPerAccount().toBytes())
                .update();
    }
}

package dev.meterlark.billing.budget;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** When accounts were stopped, and until when. */
final class StopRows {

    /** Longer than anything may wait for its first attempt. */
    static final Duration KEPT = Duration.ofDays(16);

    private final JdbcClient jdbc;

    StopRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param resumedAt null while it goes on
     * @param worst the call that found no room
     */
    record Stop(
            AccountId account,
            Instant stoppedAt,
            Instant period,
            @Nullable Instant resumedAt,
            Quantities worst) {}

    /** Of two nodes that begin one at the same time, one may begin a second one: both are ended. */
    void begin(AccountId account, Instant period, Quantities worst, Instant now) {
        try {
            jdbc.sql(
                            "insert into spend_stop (account_id, stopped_at, period_at, requests,"
                                    + " mib_millis, cpu_micros, egress_bytes, storage_requests,"
                                    + " provisioned_mib_millis) select"
                                    + " ?, ?, ?, ?, ?, ?, ?, ?, ? where not exists (select 1 from"
                                    + " spend_stop where account_id = ? and resumed_at is null)")
                    .params(
                            account.value(),
                            Columns.instant(now),
                            Columns.instant(period),
                            worst.calls().requests(),
                            worst.calls().mibMillis(),
                            worst.calls().cpuMicros(),
                            worst.calls().egressBytes(),
                            worst.storageRequests(),
                            worst.provisionedMibMillis(),
                            account.value())
                    .update();
        } catch (DuplicateKeyException e) {
            // In the same microsecond.
        }
    }

    void end(AccountId account, Instant now) {
        jdbc.sql(
                        "update spend_stop set resumed_at = ? where account_id = ?"
                                + " and resumed_at is null")
                .params(Columns.instant(now), account.value())
                .update();
    }

    List<Stop> of(AccountId account, Instant since) {
        return jdbc.sql(
                        "select * from spend_stop where account_id = ?"
                                + " and (resumed_at is null or resumed_at >= ?)"
                                + " order by stopped_at")
                .params(account.value(), Columns.instant(since))
                .query((row, _) -> stop(row))
                .list();
    }

    List<Stop> since(Instant since) {
        return jdbc.sql("select * from spend_stop where resumed_at is null or resumed_at >= ?")
                .param(Columns.instant(since))
                .query((row, _) -> stop(row))
                .list();
    }

    void deleteBefore(Instant since) {
        jdbc.sql("delete from spend_stop where resumed_at < ?")
                .param(Columns.instant(since))
                .update();
    }

    private static Stop stop(ResultSet row) throws SQLException {
        OffsetDateTime resumed = row.getObject("resumed_at", OffsetDateTime.class);
        return new Stop(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getObject("stopped_at", OffsetDateTime.class).toInstant(),
                row.getObject("period_at", OffsetDateTime.class).toInstant(),
                resumed == null ? null : resumed.toInstant(),
                SliceRows.quantities(row));
    }
}

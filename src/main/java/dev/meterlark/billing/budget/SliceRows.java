package dev.meterlark.billing.budget;

import dev.meterlark.invocation.CallUsage;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** The slices that nodes have leased, and how many of each month were given. */
final class SliceRows {

    private final JdbcClient jdbc;

    SliceRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param alive whether its run has been heard of lately, or has just begun
     */
    record Slice(Instant stretch, RunId run, RunId node, Quantities content, boolean alive) {}

    /** How many were given of the month; its row is there afterwards. */
    long leases(AccountId account, Instant period) {
        return jdbc.sql("select leases from spend_month where account_id = ? and period_at = ?")
                .param(account.value())
                .param(Columns.instant(period))
                .query(Long.class)
                .optional()
                .orElseGet(() -> open(account, period));
    }

    private long open(AccountId account, Instant period) {
        try {
            jdbc.sql("insert into spend_month (account_id, period_at, leases) values (?, ?, 0)")
                    .param(account.value())
                    .param(Columns.instant(period))
                    .update();
        } catch (DuplicateKeyException e) {
            return leases(account, period); // another was faster
        }
        return 0;
    }

    /**
     * Whether nothing was given since; then nothing is before the transaction ends.
     *
     * @param seen how many were given then
     */
    boolean next(AccountId account, Instant period, long seen) {
        return jdbc.sql(
                                "update spend_month set leases = leases + 1 where account_id = ?"
                                        + " and period_at = ? and leases = ?")
                        .param(account.value())
                        .param(Columns.instant(period))
                        .param(seen)
                        .update()
                == 1;
    }

    /** Nothing is given before the transaction ends, and whoever wants to starts anew then. */
    void hold(AccountId account, Instant period) {
        jdbc.sql(
                        "update spend_month set leases = leases + 1 where account_id = ?"
                                + " and period_at = ?")
                .param(account.value())
                .param(Columns.instant(period))
                .update();
    }

    /** Of the whole month, whoever's they are. */
    List<Slice> of(AccountId account, Instant period, Instant heardSince) {
        return jdbc.sql(
                        """
                        select s.*, case when n.seen_at < :since then false else true end as alive
                        from spend_slice s left join spend_node n on n.run_id = s.run_id
                        where s.account_id = :account and s.period_at = :period
                        """)
                .param("since", Columns.instant(heardSince))
                .param("account", account.value())
                .param("period", Columns.instant(period))
                .query((row, _) -> slice(row))
                .list();
    }

    /** Only the run itself writes what it has. */
    void put(AccountId account, Stretch stretch, NodeRun node, Quantities content) {
        if (update(account, stretch, node.run(), content) == 0) {
            jdbc.sql(
                            "insert into spend_slice (requests, mib_millis, cpu_micros,"
                                    + " egress_bytes, storage_requests, provisioned_mib_millis,"
                                    + " account_id, period_at, stretch_at, run_id, node_id)"
                                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            content.calls().requests(),
                            content.calls().mibMillis(),
                            content.calls().cpuMicros(),
                            content.calls().egressBytes(),
                            content.storageRequests(),
                            content.provisionedMibMillis(),
                            account.value(),
                            Columns.instant(stretch.period().from()),
                            Columns.instant(stretch.from()),
                            node.run().value(),
                            node.folder().value())
                    .update();
        }
    }

    private int update(AccountId account, Stretch stretch, RunId run, Quantities content) {
        return jdbc.sql(
                        "update spend_slice set requests = ?, mib_millis = ?, cpu_micros = ?,"
                                + " egress_bytes = ?, storage_requests = ?,"
                                + " provisioned_mib_millis = ? where account_id = ?"
                                + " and period_at = ? and stretch_at = ? and run_id = ?")
                .params(
                        content.calls().requests(),
                        content.calls().mibMillis(),
                        content.calls().cpuMicros(),
                        content.calls().egressBytes(),
                        content.storageRequests(),
                        content.provisionedMibMillis(),
                        account.value(),
                        Columns.instant(stretch.period().from()),
                        Columns.instant(stretch.from()),
                        run.value())
                .update();
    }

    void delete(AccountId account, Stretch stretch, RunId run) {
        jdbc.sql(
                        "delete from spend_slice where account_id = ? and period_at = ?"
                                + " and stretch_at = ? and run_id = ?")
                .params(
                        account.value(),
                        Columns.instant(stretch.period().from()),
                        Columns.instant(stretch.from()),
                        run.value())
                .update();
    }

    /** Of earlier runs on a folder: all that they recorded is in the ledger. */
    int closeBefore(NodeRun node) {
        int closed =
                jdbc.sql("delete from spend_slice where node_id = ? and run_id <> ?")
                        .params(node.folder().value(), node.run().value())
                        .update();
        jdbc.sql("delete from spend_node where node_id = ? and run_id <> ?")
                .params(node.folder().value(), node.run().value())
                .update();
        return closed;
    }

    void seen(NodeRun node, Instant now) {
        int there =
                jdbc.sql("update spend_node set seen_at = ? where run_id = ?")
                        .params(Columns.instant(now), node.run().value())
                        .update();
        if (there == 0) {
            jdbc.sql("insert into spend_node (run_id, node_id, seen_at) values (?, ?, ?)")
                    .params(node.run().value(), node.folder().value(), Columns.instant(now))
                    .update();
        }
    }

    private static Slice slice(ResultSet row) throws SQLException {
        return new Slice(
                row.getObject("stretch_at", OffsetDateTime.class).toInstant(),
                new RunId(row.getObject("run_id", UUID.class)),
                new RunId(row.getObject("node_id", UUID.class)),
                quantities(row),
                row.getBoolean("alive"));
    }

    static Quantities quantities(ResultSet row) throws SQLException {
        return new Quantities(
                new CallUsage(
                        row.getLong("requests"),
                        row.getLong("mib_millis"),
                        row.getLong("cpu_micros"),
                        row.getLong("egress_bytes")),
                row.getLong("storage_requests"),
                row.getLong("provisioned_mib_millis"));
    }
}

package dev.meterlark.records;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What breaks the rules of sums of usage, and of what charts are drawn from. */
final class SampleSums {

    private static final String NOON = "'2026-11-25T12:00:00Z'";
    private static final String ALL_OF_IT = "00000000-0000-0000-0000-000000000000";

    private final JdbcClient database;
    private final String account;
    private final String function;

    SampleSums(JdbcClient database, String account, String function) {
        this.database = database;
        this.account = account;
        this.function = function;
    }

    /** Says of the hour what the ledger does not. */
    void rolledUp(int calls) {
        update("update usage_mark set stale = false");
        update(
                """
                insert into usage_rollup (account_id, function_id, hour_at, usage_day,
                    function_name, version, source, cold, price_book, currency, calls,
                    billable_calls, billed_millis, mib_millis, cpu_micros, egress_bytes,
                    init_mib_micros, price)
                values ('%s', '%s', %s, '2026-11-25', 'echo', '$LATEST', 'rest', false,
                    'payg-2026-01', 'USD', %d, 1, 1, 1, 1, 0, 0, 0)
                """
                        .formatted(account, function, NOON, calls));
        update(
                "insert into usage_summed_day (account_id, usage_day, due_at)"
                        + " values ('%s', '2026-11-25', %s)".formatted(account, NOON));
    }

    /** Though its hours are summed up. */
    void knownOfNoDay() {
        rolledUp(1);
        update("delete from usage_summed_day");
    }

    void chartedOtherwise() {
        rolledUp(2);
        charted(function, 1);
    }

    void chartedOtherwiseAsAWhole() {
        charted(function, 2);
        charted(ALL_OF_IT, 1);
    }

    private void charted(String whose, int calls) {
        update(
                """
                insert into call_metric (account_id, function_id, grain, began_at, version, calls,
                    errors, platform_errors, cold_starts, latencies)
                values ('%s', '%s', 60, %s, '1', %d, 0, 0, 0, '')
                """
                        .formatted(account, whose, NOON, calls));
    }

    private void update(String sql) {
        database.sql(sql).update();
    }
}

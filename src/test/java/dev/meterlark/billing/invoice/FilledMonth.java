package dev.meterlark.billing.invoice;

import dev.meterlark.records.Checker;
import dev.meterlark.records.Ledgers;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * Fills the last month of an installation that is not running, for {@code bin/bench close}:
 * accounts with records of calls and their sums by the hour, as the ledger and its roll-ups would
 * have them.
 */
final class FilledMonth {

    private static final int FUNCTIONS = 5;

    /** Of each function: eight hours a day, four weeks. */
    private static final String SECONDS =
            "(mod(x.n, 224) / 8 * 86400 + (9 + mod(mod(x.n, 224), 8)) * 3600 + mod(x.n * 7919,"
                    + " 3600))";

    private static final String RECORDS =
            """
            insert into usage_record (invocation_id, attempt, account_id, function_id,
                function_name, version, source, started_at, usage_day, billable, cold,
                queued_micros, start_micros, init_micros, run_micros, billed_millis, memory_mib,
                cpu_micros, peak_memory_bytes, request_bytes, response_bytes, egress_bytes, price,
                currency, price_book)
            select %s, 1, ?, ?, ?, '$LATEST', 'rest',
                cast(? as timestamp(6) with time zone) + interval '1' second * %s,
                cast(? as date) + mod(x.n, 224) / 8, true, false, 10, 10, 0, 60000000, 60000, 1024,
                900000, 1000000, 100, 100, 1000, 0.0010002, 'USD', 'payg-2026-01'
            from %s x
            """;

    private static final String SUMS =
            """
            insert into usage_rollup (account_id, function_id, hour_at, usage_day, function_name,
                version, source, cold, price_book, currency, calls, billable_calls, billed_millis,
                mib_millis, cpu_micros, egress_bytes, init_mib_micros, price)
            select account_id, function_id,
                date_trunc('hour', started_at at time zone 'UTC') at time zone 'UTC', usage_day,
                function_name, version, source, cold, price_book, currency, count(*), count(*),
                sum(billed_millis), sum(cast(billed_millis as numeric(30)) * memory_mib),
                sum(cpu_micros), sum(egress_bytes), 0, sum(price)
            from usage_record where function_id = ?
            group by account_id, function_id,
                date_trunc('hour', started_at at time zone 'UTC') at time zone 'UTC', usage_day,
                function_name, version, source, cold, price_book, currency
            """;

    private static final String DAYS =
            """
            insert into usage_summed_day (account_id, usage_day, due_at)
            select distinct account_id, usage_day, current_timestamp
            from usage_rollup where account_id = ?
            """;

    private final JdbcTemplate jdbc;
    private final Instant begin;
    private final String records;

    private FilledMonth(JdbcTemplate jdbc, boolean postgreSql, YearMonth month, int each) {
        this.jdbc = jdbc;
        this.begin = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        this.records =
                RECORDS.formatted(
                        postgreSql ? "gen_random_uuid()" : "random_uuid()",
                        SECONDS,
                        postgreSql
                                ? "(select n from generate_series(0, %d) as g(n))"
                                        .formatted(each - 1)
                                : "(select x as n from system_range(0, %d))".formatted(each - 1));
    }

    /**
     * @param arguments {@code fill}, the database's URL and user, how many accounts, and records of
     *     each; or {@code check}, and the URL and user
     */
    public static void main(String[] arguments) throws SQLException {
        DataSource source = new DriverManagerDataSource(arguments[1], arguments[2], "");
        var connection = new SingleConnectionDataSource(source.getConnection(), true);
        if (arguments[0].equals("check")) {
            Checker.invoices(new Ledgers(connection, null));
            connection.destroy();
            return;
        }
        connection.getConnection().setAutoCommit(false);
        YearMonth month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
        int accounts = Integer.parseInt(arguments[3]);
        int each = Integer.parseInt(arguments[4]) / FUNCTIONS;
        var filled =
                new FilledMonth(
                        new JdbcTemplate(connection),
                        arguments[1].startsWith("jdbc:postgresql"),
                        month,
                        each);
        filled.begin();
        for (int i = 1; i <= accounts; i++) {
            filled.account(i);
            connection.getConnection().commit();
        }
        connection.destroy();
    }

    private void begin() {
        jdbc.update("update billing_start set began_at = ?", begin.atOffset(ZoneOffset.UTC));
    }

    private void account(int number) {
        UUID id = UUID.randomUUID();
        jdbc.update(
                """
                insert into account (id, name, slug, account_number, state, is_operator,
                    concurrency, functions, code_bytes, created_at, version)
                values (?, ?, ?, ?, 'OPEN', false, 9, 9, 9, ?, 0)
                """,
                id,
                "Acme " + number,
                "acme-" + number,
                String.valueOf(700_000_000_000L + number),
                begin.atOffset(ZoneOffset.UTC));
        jdbc.update("insert into audit_head (account_id, last_number) values (?, 0)", id);
        for (int i = 0; i < FUNCTIONS; i++) {
            UUID function = UUID.randomUUID();
            jdbc.update(
                    "insert into usage_function (account_id, function_id) values (?, ?)",
                    id,
                    function);
            jdbc.update(
                    records,
                    id,
                    function,
                    "f-" + i,
                    begin.atOffset(ZoneOffset.UTC),
                    begin.truncatedTo(ChronoUnit.DAYS).atOffset(ZoneOffset.UTC).toLocalDate());
            jdbc.update(SUMS, function);
        }
        jdbc.update(DAYS, id);
    }
}

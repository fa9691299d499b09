package dev.meterlark.telemetry;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/**
 * Fills the history of an account of an installation that is not running, for {@code bin/bench
 * console}: calls of a busy function over a quarter of a year, of a hundred over a week and of all
 * over an hour, each with ten lines of log. Their hours are marked, so that the platform sums them
 * up as it would have.
 */
final class FilledConsole {

    private static final int BATCH = 1_000;
    private static final int LINES = 10;

    private static final String RECORD =
            """
            insert into usage_record (invocation_id, attempt, account_id, function_id,
                function_name, version, source, depth, started_at, usage_day, error_code, fault,
                billable, cold, queued_micros, start_micros, init_micros, run_micros,
                billed_millis, memory_mib, cpu_micros, peak_memory_bytes, request_bytes,
                response_bytes, egress_bytes, price, currency, price_book)
            values (?, 1, ?, ?, ?, '$LATEST', 'rest', 0, ?, ?, ?, ?, true, ?, 10, ?, ?, ?, ?, 128,
                900, 1000000, 100, 100, 0, 0.0000002, 'USD', 'payg-2026-01')
            """;

    private static final String LOG =
            """
            insert into call_log (invocation_id, attempt, account_id, function_id, function_name,
                version, ended_at, text, stored_bytes, truncated_bytes, level)
            values (?, 1, ?, ?, ?, '$LATEST', ?, ?, ?, 0, ?)
            """;

    private static final String MARKS =
            """
            insert into usage_mark (batch, position, account_id, function_id, hour_at, stale, due_at)
            select ?, row_number() over (order by hour_at, function_id), account_id, function_id,
                hour_at, true, current_timestamp
            from (select distinct account_id, function_id,
                    date_trunc('hour', started_at at time zone 'UTC') at time zone 'UTC' as hour_at
                from usage_record where account_id = ?) hours
            """;

    private final JdbcTemplate jdbc;
    private final UUID account;
    private final List<Map<String, Object>> functions;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Random random = new Random(7);
    private final List<Object[]> records = new ArrayList<>();
    private final List<Object[]> logs = new ArrayList<>();

    private FilledConsole(JdbcTemplate jdbc, String slug) {
        this.jdbc = jdbc;
        this.account =
                Objects.requireNonNull(
                        jdbc.queryForObject(
                                "select id from account where slug = ?", UUID.class, slug));
        this.functions =
                jdbc.queryForList(
                        "select id, name from functions where account_id = ? order by name",
                        account);
    }

    /**
     * @param arguments the database's URL and user, the account's slug, and how many calls
     */
    public static void main(String[] arguments) throws SQLException {
        var source = new DriverManagerDataSource(arguments[0], arguments[1], "");
        var connection = new SingleConnectionDataSource(source.getConnection(), true);
        connection.getConnection().setAutoCommit(false);
        var filled = new FilledConsole(new JdbcTemplate(connection), arguments[2]);
        filled.fill(Integer.parseInt(arguments[3]));
        connection.getConnection().commit();
        connection.destroy();
    }

    private void fill(int calls) throws SQLException {
        for (Map<String, Object> each : functions) {
            jdbc.update(
                    "insert into usage_function (account_id, function_id) values (?, ?)",
                    account,
                    each.get("id"));
        }
        for (int i = 0; i < calls; i++) {
            int share = i % 10;
            int which =
                    share < 4
                            ? 0
                            : share < 9 ? random.nextInt(100) : random.nextInt(functions.size());
            long range =
                    Duration.ofDays(share < 4 ? 90 : share < 9 ? 7 : 0).plusHours(1).toSeconds();
            // In the order of time, as the ledger and the logs are written.
            double place = (double) i / calls;
            Instant at = now.minusSeconds((long) (range * (1 - place)) + 1);
            add(functions.get(which), at, i);
            if (records.size() == BATCH) {
                flush();
            }
        }
        flush();
        jdbc.update(MARKS, new UUID(0x7000L, 0x8000_0000_0000_0001L), account);
    }

    private void add(Map<String, Object> function, Instant at, int number) {
        boolean failed = random.nextInt(50) == 0;
        boolean cold = random.nextInt(100) == 0;
        long run = 1_000 + (long) Math.exp(random.nextDouble() * 12);
        UUID id = new UUID(at.toEpochMilli() << 16 | 0x7000, random.nextLong() >>> 2 | 1L << 63);
        OffsetDateTime began = at.atOffset(ZoneOffset.UTC);
        records.add(
                new Object[] {
                    id,
                    account,
                    function.get("id"),
                    function.get("name"),
                    began,
                    began.toLocalDate(),
                    failed ? "function.error" : null,
                    failed ? "FUNCTION" : null,
                    cold,
                    cold ? 30_000 : 0,
                    cold ? 5_000 : 0,
                    run,
                    Math.ceilDiv(run, 1_000),
                });
        byte[] text = text(number, failed);
        logs.add(
                new Object[] {
                    id,
                    account,
                    function.get("id"),
                    function.get("name"),
                    began.plusNanos(run * 1_000).truncatedTo(ChronoUnit.MICROS),
                    text,
                    text.length,
                    failed ? LogLevel.ERROR.ordinal() : LogLevel.INFO.ordinal(),
                });
    }

    /** Every hundred thousandth call says something that is looked for. */
    private static byte[] text(int number, boolean failed) {
        var text = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            boolean last = line == LINES - 1;
            text.append(last && failed ? "ERROR" : "INFO")
                    .append(" order ")
                    .append(Long.toHexString(number * 0x9e3779b97f4a7c15L + line))
                    .append(" was looked at by the shop and is on its way to somebody")
                    .append(last && number % 100_000 == 7 ? " needle" : "")
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void flush() throws SQLException {
        jdbc.batchUpdate(RECORD, records);
        jdbc.batchUpdate(LOG, logs);
        records.clear();
        logs.clear();
    }
}

package dev.meterlark.telemetry;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Calls as the ledger has them, in the order of time: four tenths of a busy function over a quarter
 * of a year, half of a hundred functions at some hours of a month, the others of all functions,
 * each within an hour; each with ten lines of log, which the platform's own writer writes. Their
 * hours are marked, so that the platform sums them up as it would have.
 */
final class FilledCalls {

    private static final int BATCH = 1_000;
    private static final int LINES = 10;
    private static final Duration BUSY = Duration.ofDays(90).minusHours(2);
    private static final Duration LATELY = Duration.ofMinutes(40);
    private static final int DAYS = 30;
    private static final UUID NOBODY = new UUID(0, 0);

    /** Functions that are called every day. */
    private static final int OFTEN = 100;

    /** Calls between two that say a word which is looked for. */
    private static final int RARE = 100_000;

    private static final String RECORD =
            """
            insert into usage_record (invocation_id, attempt, account_id, function_id,
                function_name, version, source, depth, started_at, usage_day, error_code, fault,
                billable, cold, queued_micros, start_micros, init_micros, run_micros,
                billed_millis, memory_mib, cpu_micros, peak_memory_bytes, request_bytes,
                response_bytes, egress_bytes, price, currency, price_book, tag_set, parent_id)
            values (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true, ?, 10, ?, ?, ?, ?, 128,
                900, 1000000, 100, 100, 0, 0.0000002, 'USD', 'payg-2026-01', ?, ?)
            """;

    private static final String CHILD =
            "insert into call_child (parent_id, invocation_id, account_id, started_at)"
                    + " values (?, ?, ?, ?)";

    private static final String FAILURE =
            "insert into call_failure (invocation_id, attempt, started_at, account_id,"
                    + " error_type, error_message)"
                    + " values (?, 1, ?, ?, 'TypeError', 'orders is not iterable')";

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
    private final TransactionTemplate transaction;
    private final StoredLogs stored;
    private final UUID account;
    private final List<Called> functions;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Random random = new Random(7);
    private final List<Object[]> records = new ArrayList<>();
    private final List<Object[]> failures = new ArrayList<>();
    private final List<Object[]> children = new ArrayList<>();
    private final List<CallLog> logs = new ArrayList<>();
    private UUID parent = NOBODY;
    private UUID whole = NOBODY;
    private int brothers;

    /** A function that has calls. */
    private record Called(UUID id, String name, @Nullable UUID tagSet) {}

    FilledCalls(JdbcTemplate jdbc, PlatformTransactionManager transactions, UUID account) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.stored = new StoredLogs(jdbc, JdbcClient.create(jdbc), transactions);
        this.account = account;
        this.functions =
                jdbc.query(
                        "select id, name, tag_set from functions where account_id = ?"
                                + " order by case name when 'busy' then 0 else 1 end,"
                                + " length(name), name",
                        (row, _) ->
                                new Called(
                                        row.getObject("id", UUID.class),
                                        row.getString("name"),
                                        row.getObject("tag_set", UUID.class)),
                        account);
    }

    void fill(int calls) {
        List<Object[]> used =
                functions.stream().map(each -> new Object[] {account, each.id()}).toList();
        jdbc.batchUpdate(
                "insert into usage_function (account_id, function_id) values (?, ?)", used);
        long[] order = inOrder(calls);
        for (int i = 0; i < calls; i++) {
            add((int) (order[i] & 0xffff), Instant.ofEpochMilli(order[i] >>> 16), i);
            if (logs.size() == BATCH) {
                flush();
            }
        }
        flush();
        jdbc.update(MARKS, new UUID(0x7000L, 0x8000_0000_0000_0001L), account);
    }

    /** Milliseconds since the epoch, and the function's number in the last sixteen bits. */
    private long[] inOrder(int calls) {
        long[] order = new long[calls];
        for (int i = 0; i < calls; i++) {
            int share = i % 10;
            int which = share < 4 ? 0 : random.nextInt(share < 9 ? OFTEN : functions.size());
            Duration back = share < 4 ? back(BUSY) : share < 9 ? ofDays(which) : once(which);
            long at = now.minus(back).toEpochMilli() - 1_000;
            order[i] = at << 16 | Math.min(which, functions.size() - 1);
        }
        Arrays.sort(order);
        return order;
    }

    private Duration back(Duration range) {
        return Duration.ofMillis((long) (range.toMillis() * random.nextDouble()));
    }

    /** Most were called some days ago, a tenth lately. */
    private Duration once(int which) {
        return (which % 10 == 0 ? Duration.ZERO : Duration.ofDays(5)).plus(back(LATELY));
    }

    /** Some hours of each of the last days, each function its own. */
    private Duration ofDays(int which) {
        Duration day = Duration.ofDays(random.nextInt(DAYS));
        return day.plusHours(which % 20).plus(back(Duration.ofHours(2)));
    }

    private void add(int which, Instant at, int number) {
        Called function = functions.get(which);
        boolean failed = random.nextInt(50) == 0;
        boolean cold = random.nextInt(100) == 0;
        long run = 1_000 + (long) Math.exp(random.nextDouble() * 12);
        UUID id =
                new UUID(
                        at.toEpochMilli() << 16 | 0x7000 | number & 0xfff,
                        random.nextLong() >>> 2 | 1L << 63);
        OffsetDateTime began = at.atOffset(ZoneOffset.UTC);
        String version = which == 0 && number % 3 > 0 ? String.valueOf(1 + number % 30) : "$LATEST";
        boolean child = number % 20 == 3 && !parent.equals(NOBODY);
        records.add(
                new Object[] {
                    id,
                    account,
                    function.id(),
                    function.name(),
                    version,
                    child ? "function" : "rest",
                    child ? 1 : 0,
                    began,
                    began.toLocalDate(),
                    failed ? "function.error" : null,
                    failed ? "FUNCTION" : null,
                    cold,
                    cold ? 30_000 : 0,
                    cold ? 5_000 : 0,
                    run,
                    Math.ceilDiv(run, 1_000),
                    function.tagSet(),
                    child ? parent : null,
                });
        if (failed) {
            failures.add(new Object[] {id, began, account});
        }
        relate(id, began, child);
        Instant ended = at.plusNanos(run * 1_000).truncatedTo(ChronoUnit.MICROS);
        logs.add(
                new CallLog(
                        new InvocationId(id),
                        1,
                        new AccountId(account),
                        new FunctionId(function.id()),
                        function.name(),
                        version,
                        ended,
                        text(number, failed),
                        0));
    }

    /** Every twentieth call was made by one before it, which made up to a hundred. */
    private void relate(UUID id, OffsetDateTime began, boolean child) {
        if (child) {
            children.add(new Object[] {parent, id, account, began});
            brothers++;
        } else if (brothers >= 100 || parent.equals(NOBODY)) {
            whole = parent.equals(NOBODY) ? id : parent;
            parent = id;
            brothers = 0;
        }
    }

    /** A call that made others. */
    UUID parent() {
        return whole;
    }

    private static byte[] text(int number, boolean failed) {
        var text = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            boolean last = line == LINES - 1;
            text.append(last && failed ? "ERROR" : number % 20 == line ? "WARN" : "INFO")
                    .append(" order ")
                    .append(Long.toHexString((number + 1) * 0x9e3779b97f4a7c15L + line))
                    .append(" was looked at by the shop and is on its way to somebody")
                    .append(last && number % RARE == 7 ? " needle" : "")
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void flush() {
        transaction.executeWithoutResult(
                _ -> {
                    jdbc.batchUpdate(RECORD, records);
                    jdbc.batchUpdate(FAILURE, failures);
                    jdbc.batchUpdate(CHILD, children);
                    stored.add(logs);
                });
        records.clear();
        failures.clear();
        children.clear();
        logs.clear();
    }
}

package dev.meterlark.records;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Rows of an installation in which all is well, and for each rule what breaks it. */
final class SampleRows {

    static final String CALL = "01930000-0000-7000-8000-000000000001";
    private static final String OTHER_CALL = "01930000-0000-7000-8000-000000000002";
    private static final String LATER = "01930000-0000-7000-8000-000000000003";
    static final String ACCOUNT = "00000000-0000-4000-8000-000000000001";
    private static final String FUNCTION = "00000000-0000-4000-8000-000000000002";
    private static final String GONE = "00000000-0000-4000-8000-000000000003";

    /** The digest of no bytes. */
    private static final String EMPTY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final String NOON = "'2026-11-25T12:00:00Z'";

    private static final String OUTCOME =
            """
            invocation_id = '%s', attempt = 1, account_id = '%s', function_id = '%s',
            function_name = 'echo', version = '$LATEST', source = 'rest',
            started_at = '2026-11-25T12:00:00Z', cold = false, queued_micros = 0, start_micros = 0,
            init_micros = 0, run_micros = 900, billed_millis = 1, memory_mib = 128, cpu_micros = 1,
            peak_memory_bytes = 1, request_bytes = 1, response_bytes = 1, price = 0.5,
            currency = 'USD', price_book = 'payg-2026-01'
            """;

    private final JdbcClient database;
    private final SampleObjects objects;
    private final SampleSums sums;
    private final Path blobs;

    SampleRows(JdbcClient database, Path blobs) {
        this.database = database;
        this.objects = new SampleObjects(database);
        this.sums = new SampleSums(database, ACCOUNT, FUNCTION);
        this.blobs = blobs;
    }

    void soundInstallation(History history) {
        stored(EMPTY.substring(0, 2), EMPTY.substring(2));
        insert(
                "account",
                """
                id = '%s', name = 'Acme', slug = 'acme', account_number = '100000000001',
                state = 'OPEN', is_operator = true, concurrency = 1, functions = 1, code_bytes = 1,
                created_at = '2026-11-25T10:00:00Z', version = 0
                """
                        .formatted(ACCOUNT));
        insert("audit_head", "account_id = '%s', last_number = 0".formatted(ACCOUNT));
        function(FUNCTION, "echo");
        update("functions set last_version = 1");
        version(1, 0);
        alias();
        audited("function.created", "echo", "11:00");
        audited("function.created", "gone", "11:00");
        audited("function.deleted", "gone", "11:30");
        insert(
                "usage_function",
                "account_id = '%s', function_id = '%s'".formatted(ACCOUNT, FUNCTION));
        usage(CALL, "");
        history.answered(CALL, new BigDecimal("0.5"));
        usage(LATER, "");
        insert(
                "usage_mark",
                "account_id = '%s', function_id = '%s', hour_at = %s, stale = true, due_at = %3$s, batch = '%2$s', position = 0"
                        .formatted(ACCOUNT, FUNCTION, NOON));
        ended("id = '%s'".formatted(LATER));
        insert("async_accepted", "account_id = '%s', calls = 1, bytes = 2".formatted(ACCOUNT));
        insert(
                "async_ended_count",
                """
                account_id = '%s', succeeded = 1, failed = 0, expired = 0, cancelled = 0, bytes = 2
                """
                        .formatted(ACCOUNT));
        history.accepted(LATER);
        objects.sound(ACCOUNT);
        schedule();
        tick("12:00", "state = 1, call_id = '%s', settled_at = %s".formatted(LATER, NOON));
        update(
                "usage_record set trigger_id = '%s' where invocation_id = '%s'"
                        .formatted(GONE, LATER));
    }

    /** On top of the sound ones. */
    void broken(String rule, History history) {
        switch (rule) {
            case "I20 ours" ->
                    usage(OTHER_CALL, "error_code = 'platform.error', fault = 'PLATFORM'");
            case "I20 success" -> usage(CALL, "attempt = 2");
            case "I20 answered" -> history.answered(OTHER_CALL, BigDecimal.ONE);
            case "I18 apart" -> quarantined(CALL);
            case "I19 rolled up" -> sums.rolledUp(7);
            case "I19 by day" -> sums.knownOfNoDay();
            case "I19 charted" -> sums.chartedOtherwise();
            case "I19 charted whole" -> sums.chartedOtherwiseAsAWhole();
            case "I19 behind" -> update("usage_mark set stale = false");
            case "I9 one call" -> usage(CALL, "attempt = 2, function_id = '%s'".formatted(GONE));
            case "I22 used" -> update("usage_function set function_id = '%s'".formatted(GONE));
            case "I22 ledger" -> failure(OTHER_CALL);
            case "I27 package" ->
                    update(
                            "functions set code_bytes = 1, code_digest = '%s'"
                                    .formatted("0".repeat(64)));
            case "I27 version" -> version(7, 8);
            case "I28 numbers" -> update("functions set last_version = 0");
            case "I29 aliases" -> update("function_alias set weights = '9=0.5'");
            case "I31 switch" -> history.refusedByAlias("404 there is no such version");
            case "I37 package" -> stored("ab", "cdef");
            case "I39 gapless" -> update("audit_head set last_number = last_number + 1");
            case "I39 created" -> audited("function.created", "lost", "12:00");
            case "I39 unrecorded" -> function(GONE, "unheard-of");
            case "I32 deleted" ->
                    usage(OTHER_CALL, "function_id = '%s', function_name = 'gone'".formatted(GONE));
            case "I14 fired" ->
                    tick(
                            "13:00",
                            "state = 1, call_id = '%s', settled_at = %s".formatted(GONE, NOON));
            case "I14 once" ->
                    tick(
                            "13:00",
                            "state = 1, call_id = '%s', settled_at = %s".formatted(LATER, NOON));
            case "I14 call" -> usage(OTHER_CALL, "trigger_id = '%s'".formatted(GONE));
            case "I13 settled" -> tick("13:00", "state = 0");
            default -> brokenQueue(rule, history);
        }
    }

    private void brokenQueue(String rule, History history) {
        switch (rule) {
            case "I1 accepted" -> history.accepted(OTHER_CALL);
            case "I2 one end" -> waiting("id = '%s'".formatted(LATER));
            case "I2 stuck" -> {
                waiting("is_ordered = true, state = 2");
                ordered(OTHER_CALL);
            }
            case "I2 place" -> waiting("is_ordered = true");
            case "I2 bytes" -> piece(OTHER_CALL);
            case "I2 whole" -> waiting("event_bytes = 9");
            case "I2 ends" -> waiting("");
            case "I2 given up" -> update("async_ended set reason = 'REFUSED'");
            case "I2 told" ->
                    database.sql(
                                    """
                                    insert into outbox (id, kind, account_id, about, body, bytes,
                                        put_at, due_at, epoch, attempts)
                                    values ('%1$s', 'k', '%1$s', 'a', ?, 0, current_timestamp,
                                        current_timestamp, 0, 0)
                                    """
                                            .formatted(GONE))
                            .param(new byte[0])
                            .update();
            case "I3 conservation" -> update("async_accepted set calls = calls + 1");
            case "I3 bytes" -> update("async_accepted set bytes = bytes + 1");
            case "I3 uncounted" -> ended("account_id = '%s'".formatted(GONE));
            case "I4 attempts" -> usage(LATER, "attempt = 5");
            case "I4 retries" -> {
                for (int attempt = 2; attempt < 9; attempt++) {
                    usage(CALL, "error_code = 'x', fault = 'FUNCTION', attempt = " + attempt);
                }
            }
            case "I7 success" -> update("async_ended set attempts = 2");
            case "I7 failure" -> update("async_ended set reason = 'RETRIES_EXHAUSTED'");
            case "I7 cancelled" -> history.cancelled(LATER);
            case "I10 key" -> deduplicated(OTHER_CALL);
            case "I30 version" -> update("async_ended set executed_version = '7'");
            default -> brokenLease(rule);
        }
    }

    private void brokenLease(String rule) {
        switch (rule) {
            case "I5 epoch" -> {
                waiting("attempts = 1");
                usage(OTHER_CALL, "attempt = 2");
            }
            case "I5 over" -> update("async_ended set ended_at = '2026-11-25T11:59:00Z'");
            case "I6 lease" ->
                    usage(LATER, "attempt = 2, started_at = '2026-11-25T12:00:00.000500Z'");
            case "I8 age" -> {
                waiting("attempts = 1");
                usage(OTHER_CALL, "started_at = '2026-11-25T18:01:00Z'");
            }
            case "I8 expired" -> update("async_ended set reason = 'AGE_EXCEEDED'");
            case "I11 turn" -> {
                waiting("is_ordered = true");
                ordered(OTHER_CALL);
                waiting("id = '%s', is_ordered = true, state = 1".formatted(GONE));
                ordered(GONE);
            }
            default -> objects.broken(rule);
        }
    }

    private void waiting(String differing) {
        insert(
                "async_call",
                """
                id = '%s', account_id = '%s', function_id = '%s', function_name = 'echo',
                qualifier = '$LATEST', state = 0, epoch = 0, due_at = '2026-11-25T12:00:00Z',
                accepted_at = '2026-11-25T12:00:00Z', aged_from = '2026-11-25T12:00:00Z',
                attempts = 0, failures = 0, setbacks = 0, cancel_asked = false, is_ordered = false,
                head = cast('h' as bytea), payload = cast('x' as bytea), event_bytes = 2
                """
                        .formatted(OTHER_CALL, ACCOUNT, FUNCTION),
                differing);
    }

    private void ended(String differing) {
        insert(
                "async_ended",
                """
                id = '%s', account_id = '%s', function_id = '%s', function_name = 'echo',
                qualifier = '$LATEST', executed_version = '$LATEST', reason = 'SUCCEEDED',
                attempts = 1, accepted_at = '2026-11-25T12:00:00Z',
                ended_at = '2026-11-25T12:00:01Z', head = cast('h' as bytea), response_bytes = 0,
                kept_until = '2099-01-01T00:00:00Z'
                """
                        .formatted(OTHER_CALL, ACCOUNT, FUNCTION),
                differing);
    }

    private void ordered(String call) {
        insert(
                "async_order",
                "call_id = '%s', function_id = '%s', ordering_key = 'k'".formatted(call, FUNCTION));
    }

    private void piece(String call) {
        insert(
                "async_bytes",
                "call_id = '%s', part = 0, piece = 0, bytes = cast('x' as bytea)".formatted(call));
    }

    private void deduplicated(String call) {
        insert(
                "async_deduplication",
                """
                function_id = '%s', key_text = 'k', call_id = '%s',
                content_hash = cast('x' as bytea), expires_at = '2099-01-01T00:00:00Z'
                """
                        .formatted(FUNCTION, call));
    }

    private void function(String id, String name) {
        insert(
                "functions",
                """
                id = '%s', account_id = '%s', name = '%s', url_id = '%s', runtime = 'nodejs20',
                handler = 'index.handler', description = '', memory_mib = 128, timeout_seconds = 3,
                max_concurrency = 0, variables = 0, code_bytes = 0, revision = 1, version = 0,
                environment = cast('' as bytea),
                created_at = '2026-11-25T11:00:00Z', changed_at = '2026-11-25T11:00:00Z'
                """
                        .formatted(id, ACCOUNT, name, name));
    }

    private void version(int number, int codeBytes) {
        insert(
                "function_version",
                """
                id = '%s', account_id = '%s', function_id = '%s', number = %d,
                runtime = 'nodejs20', handler = 'index.handler', description = '',
                memory_mib = 128, timeout_seconds = 3, concurrency = 1, egress = 'none',
                keep_warm = '0;', environment = cast('' as bytea), variables = 0,
                code_digest = '%s', code_bytes = %d, revision = 1,
                published_at = '2026-11-25T11:00:00Z', version = 0
                """
                        .formatted(UUID.randomUUID(), ACCOUNT, FUNCTION, number, EMPTY, codeBytes));
    }

    private void alias() {
        insert(
                "function_alias",
                """
                id = '%s', account_id = '%s', function_id = '%s', name = 'live', description = '',
                number = 1, weights = '', revision = 1, version = 0,
                created_at = '2026-11-25T11:00:00Z', moved_at = '2026-11-25T11:00:00Z'
                """
                        .formatted(UUID.randomUUID(), ACCOUNT, FUNCTION));
    }

    private void audited(String action, String function, String time) {
        update("audit_head set last_number = last_number + 1");
        insert(
                "audit_record",
                """
                id = '%s', account_id = '%s', record_number = (select last_number from audit_head),
                actor = 'person', action = '%s', subject = 'function:%s', detail = '{}',
                recorded_at = '2026-11-25T%s:00Z'
                """
                        .formatted(UUID.randomUUID(), ACCOUNT, action, function, time));
    }

    private void usage(String call, String differing) {
        insert(
                "usage_record",
                OUTCOME.formatted(call, ACCOUNT, FUNCTION)
                        + ", billable = true, usage_day = '2026-11-25'",
                differing);
    }

    private void schedule() {
        insert(
                "schedule",
                """
                trigger_id = '%s', account_id = '%s', revision = 1, expression = '@daily',
                time_zone = 'UTC', anchored_at = %3$s, flexible_secs = 0, overlap = 'allow',
                catch_up = 'last', catch_up_limit = 1, catch_up_secs = 60, settled_until = %3$s
                """
                        .formatted(GONE, ACCOUNT, NOON));
    }

    private void tick(String time, String differing) {
        insert(
                "schedule_tick",
                """
                trigger_id = '%s', account_id = '%s', is_leap = false, ticks = 1,
                scheduled_for = %3$s, through = %3$s, due_at = %3$s, planned_at = %3$s
                """
                        .formatted(GONE, ACCOUNT, "'2026-11-25T%s:00Z'".formatted(time)),
                differing);
    }

    private void failure(String call) {
        insert(
                "call_failure",
                """
                invocation_id = '%s', attempt = 1, error_message = 'it broke',
                started_at = '2026-11-25T12:00:00Z'
                """
                        .formatted(call));
    }

    private void quarantined(String call) {
        insert(
                "usage_quarantine",
                """
                invocation_id = '%s', attempt = 1, account_id = '%s', reason = 'odd', record = '{}',
                quarantined_at = '2026-11-25T12:00:00Z'
                """
                        .formatted(call, ACCOUNT));
    }

    private void stored(String folder, String file) {
        try {
            Files.createFile(Files.createDirectory(blobs.resolve(folder)).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void update(String change) {
        database.sql("update " + change).update();
    }

    /**
     * @param assignments {@code column = value} with commas between; a later one of a column wins
     */
    private void insert(String table, String... assignments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String each : String.join(", ", assignments).split(",\\s+(?=[a-z_]+ = |$)")) {
            String[] pair = each.split("=", 2);
            if (pair.length == 2) {
                values.put(pair[0].strip(), pair[1].strip());
            }
        }
        database.sql(
                        "insert into %s (%s) values (%s)"
                                .formatted(
                                        table,
                                        String.join(", ", values.keySet()),
                                        String.join(", ", values.values())))
                .update();
    }
}

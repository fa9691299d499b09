package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.metering.ScratchLedger;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@Tag("database")
class CallsTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ScratchDatabase database = new ScratchDatabase();
    private final StoredLogs logs =
            new StoredLogs(database.template(), database.client(), database.transactions());
    private final CallFailures failures =
            new CallFailures(database.template(), database.client(), database.transactions());
    private final ScratchLedger ledger = new ScratchLedger(database);
    private final Calls calls = calls(NOON);
    private final SampleRecords samples = new SampleRecords(11);
    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSameBatchTwiceIsOneHistory() {
        var batch = samples.any(300, account, List.of(function), NOON, NOON.plusSeconds(60));

        record(batch);
        record(batch);

        assertThat(database.count("call_failure")).isEqualTo(said(batch)).isPositive();
        assertThat(calls.recent(account, function, CallQuery.newest(100)).items()).hasSize(100);
    }

    @Test
    void aCallIsShownAsItWasRecorded() {
        var row = samples.failed(account, function, NOON, ErrorCode.FUNCTION_ERROR);

        record(List.of(row));

        var call = calls.find(account, row.invocation()).orElseThrow();
        assertThat(call.status()).isEqualTo(CallStatus.FAILED);
        assertThat(call.error()).isEqualTo(new Call.Failure("function.error", "Error", "it broke"));
        assertThat(call.startedAt()).isEqualTo(NOON);
        assertThat(call.phases().runMicros()).isEqualTo(row.runMicros());
        assertThat(call.billedMillis()).isEqualTo(row.billedMillis());
        assertThat(call.price().plainAmount()).isEqualTo(row.price().plainAmount());
        assertThat(call.memoryMiB()).isEqualTo(row.memoryMiB());
        assertThat(call.egressBytes()).isEqualTo(row.egressBytes()).isPositive();
    }

    @Test
    void textOfAFunctionNeverStopsTheHistory() {
        var row =
                withMessage(
                        samples.failed(account, function, NOON, ErrorCode.FUNCTION_ERROR),
                        "nul \0, half a pair \ud83d, <script>" + "x".repeat(9000));

        record(List.of(row));

        var error = calls.find(account, row.invocation()).orElseThrow().error();
        assertThat(error)
                .extracting(Call.Failure::message, InstanceOfAssertFactories.STRING)
                .startsWith("nul \ufffd, half a pair ?, <script>xxx")
                .hasSize(4096);
    }

    @Test
    void pagesAreNewestFirstAndStayPutWhileCallsArrive() {
        List<InvocationRecord> first = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            first.add(samples.succeeded(account, function, NOON.plusMillis(i / 5)));
        }
        record(first);

        var shown = new ArrayList<InvocationId>();
        String cursor = null;
        do {
            var page = calls.recent(account, function, new CallQuery(cursor, 10, null));
            page.items().forEach(c -> shown.add(c.id()));
            cursor = page.nextCursor();
            record(List.of(samples.succeeded(account, function, NOON.plusSeconds(1))));
        } while (cursor != null);

        assertThat(shown).hasSize(45).doesNotHaveDuplicates();
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        first.stream().map(InvocationRecord::invocation).toList());
        var instants = shown.stream().map(id -> startedAt(first, id)).toList();
        assertThat(instants).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void onlyWhatFailedIsShownWhenAskedFor() {
        var good = samples.succeeded(account, function, NOON);
        var bad = samples.failed(account, function, NOON, ErrorCode.FUNCTION_TIMEOUT);
        record(List.of(good, bad));

        assertThat(ids(CallStatus.FAILED)).containsExactly(bad.invocation());
        assertThat(ids(CallStatus.SUCCEEDED)).containsExactly(good.invocation());
        assertThat(ids(null)).hasSize(2);
    }

    @Test
    void anotherAccountSeesNothing() {
        var row = samples.succeeded(account, function, NOON);
        record(List.of(row));
        logs.add(List.of(log(row.invocation(), NOON, "secret")));
        var stranger = AccountId.random();

        assertThat(calls.find(stranger, row.invocation())).isEmpty();
        assertThat(calls.log(stranger, row.invocation(), 1)).isEmpty();
        assertThat(calls.recent(stranger, function, CallQuery.newest(10)).items()).isEmpty();
        assertThat(calls.logs(stranger, function, null, 10).items()).isEmpty();
        assertThat(calls.log(account, row.invocation(), 1)).isPresent();
    }

    @Test
    void aCursorThatIsNoneIsRefusedWithItsValue() {
        for (String wrong : List.of("!", "bm9uc2Vuc2U", "", "x".repeat(500))) {
            assertThatThrownBy(
                            () -> calls.recent(account, function, new CallQuery(wrong, 10, null)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("cursor must be the nextCursor of the page before");
            assertThatThrownBy(() -> calls.logs(account, function, wrong, 10))
                    .isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> CallQuery.newest(101))
                .hasMessage("limit must be between 1 and 100, was: 101");
    }

    @Test
    void logsArePagedNewestFirst() {
        for (int i = 0; i < 7; i++) {
            logs.add(List.of(log(InvocationId.at(NOON), NOON, "line " + i)));
        }

        var first = calls.logs(account, function, null, 4);
        logs.add(List.of(log(InvocationId.at(NOON), NOON, "late")));
        var second = calls.logs(account, function, first.nextCursor(), 4);

        assertThat(Stream.of(first, second).flatMap(p -> p.items().stream()).map(StoredLog::text))
                .containsExactly(
                        "line 6", "line 5", "line 4", "line 3", "line 2", "line 1", "line 0");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void whatIsNoUtf8IsReplacedWhenShown() {
        var id = InvocationId.at(NOON);
        byte[] bytes = {'a', (byte) 0xff, 0, 'b'};
        logs.add(List.of(new CallLog(id, 1, account, function, "hello", "1", NOON, bytes, 5)));

        var found = calls.log(account, id, 1).orElseThrow();

        assertThat(found.text()).isEqualTo("a\ufffd\0b");
        assertThat(found.truncatedBytes()).isEqualTo(5);
    }

    @Test
    void whatIsTooOldGoes() {
        var old = samples.failed(account, function, NOON, ErrorCode.FUNCTION_ERROR);
        var young =
                samples.failed(
                        account,
                        function,
                        NOON.plus(Duration.ofDays(60)),
                        ErrorCode.FUNCTION_ERROR);
        record(List.of(old, young));
        logs.add(
                List.of(
                        log(old.invocation(), NOON, "old"),
                        log(young.invocation(), NOON.plus(Duration.ofDays(80)), "young")));

        housekeeping(Map.of()).sweep(NOON.plus(Duration.ofDays(91)));

        var later = calls(NOON.plus(Duration.ofDays(91)));
        assertThat(later.recent(account, function, CallQuery.newest(10)).items())
                .extracting(Call::id)
                .containsExactly(young.invocation());
        assertThat(later.find(account, old.invocation())).isEmpty();
        assertThat(database.count("call_failure")).isEqualTo(1);
        assertThat(calls.logs(account, function, null, 10).items())
                .extracting(StoredLog::text)
                .containsExactly("young");
    }

    @Test
    void whatIsJustYoungEnoughStays() {
        var row = samples.failed(account, function, NOON, ErrorCode.FUNCTION_ERROR);
        record(List.of(row));

        housekeeping(Map.of()).sweep(NOON.plus(Duration.ofDays(90)));

        var call = calls(NOON.plus(Duration.ofDays(90))).find(account, row.invocation());
        assertThat(call).isPresent();
        assertThat(call.orElseThrow().error()).isNotNull();
        assertThat(database.count("call_failure")).isEqualTo(1);
    }

    @Test
    void theOldestLogsOfAnAccountGoWhenItHasTooMany() {
        var neighbour = AccountId.random();
        for (int i = 0; i < 10; i++) {
            logs.add(List.of(log(InvocationId.at(NOON), NOON, i + "x".repeat(399))));
        }
        logs.add(
                List.of(
                        new CallLog(
                                InvocationId.at(NOON),
                                1,
                                neighbour,
                                function,
                                "hello",
                                "1",
                                NOON,
                                new byte[900],
                                0)));

        housekeeping(
                        Map.of(
                                "meterlark.telemetry.log-bytes-per-call", "1000B",
                                "meterlark.telemetry.log-bytes-per-account", "1200B"))
                .sweep(NOON);

        assertThat(calls.logs(account, function, null, 20).items())
                .extracting(l -> l.text().substring(0, 1))
                .containsExactly("9", "8", "7");
        assertThat(calls.logs(neighbour, function, null, 20).items()).hasSize(1);
    }

    @Test
    void whatAFunctionSaidIsOfItsAttemptAlone() {
        var first = samples.failed(account, function, NOON, ErrorCode.FUNCTION_ERROR);
        var silent = samples.succeeded(account, function, NOON);
        record(List.of(first, silent));

        var shown = calls.recent(account, function, CallQuery.newest(10)).items();

        assertThat(shown).filteredOn(c -> c.id().equals(first.invocation())).hasSize(1);
        for (Call call : shown) {
            assertThat(call.error() != null).isEqualTo(call.id().equals(first.invocation()));
        }
    }

    @Test
    void aFailureWhoseTextIsGoneIsStillAFailure() {
        var row = samples.failed(account, function, NOON, ErrorCode.FUNCTION_TIMEOUT);
        ledger.accept(List.of(row));

        assertThat(calls.find(account, row.invocation()).orElseThrow().error())
                .isEqualTo(new Call.Failure("function.timeout", null, null));
    }

    /** As the journal hands it over: texts first. */
    private void record(List<InvocationRecord> batch) {
        failures.accept(batch);
        ledger.accept(batch);
    }

    private static long said(List<InvocationRecord> batch) {
        return batch.stream().filter(row -> row.errorMessage() != null).count();
    }

    private Calls calls(Instant now) {
        var stored = new ScratchLedger(database);
        InstantSource clock = InstantSource.fixed(now);
        return new Calls(
                stored.attempts(),
                stored.attemptsOfAccounts(clock),
                failures,
                logs,
                SampleKeeping.of(properties(Map.of()), Map.of()),
                clock);
    }

    private Housekeeping housekeeping(Map<String, String> values) {
        TelemetryProperties properties = properties(values);
        return new Housekeeping(
                database.client(),
                properties,
                SampleKeeping.of(properties, Map.of()),
                InstantSource.fixed(NOON));
    }

    private static TelemetryProperties properties(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.telemetry", TelemetryProperties.class);
    }

    private List<InvocationId> ids(@Nullable CallStatus status) {
        return calls.recent(account, function, new CallQuery(null, 50, status)).items().stream()
                .map(Call::id)
                .toList();
    }

    private static Instant startedAt(List<InvocationRecord> rows, InvocationId id) {
        return rows.stream()
                .filter(r -> r.invocation().equals(id))
                .findFirst()
                .orElseThrow()
                .startedAt();
    }

    private CallLog log(InvocationId id, Instant at, String text) {
        return new CallLog(
                id,
                1,
                account,
                function,
                "hello",
                "1",
                at,
                text.getBytes(StandardCharsets.UTF_8),
                0);
    }

    private static InvocationRecord withMessage(InvocationRecord r, String message) {
        return new InvocationRecord(
                r.invocation(),
                r.attempt(),
                r.account(),
                r.function(),
                r.functionName(),
                r.version(),
                r.alias(),
                r.source(),
                r.lineage(),
                r.trigger(),
                r.startedAt(),
                r.errorCode(),
                r.errorType(),
                message,
                r.billable(),
                r.cold(),
                r.queuedMicros(),
                r.startMicros(),
                r.initMicros(),
                r.runMicros(),
                r.billedMillis(),
                r.memoryMiB(),
                r.cpuMicros(),
                r.peakMemoryBytes(),
                r.requestBytes(),
                r.responseBytes(),
                r.egressBytes(),
                r.price(),
                r.priceBook(),
                r.tags());
    }
}

package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.metering.ScratchLedger;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.telemetry.Retention.Kept;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long what calls leave stays, account by account. */
@Tag("database")
class RetentionTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ScratchDatabase database = new ScratchDatabase();
    private final StoredLogs logs =
            new StoredLogs(database.template(), database.client(), database.transactions());
    private final CallFailures failures =
            new CallFailures(database.template(), database.client(), database.transactions());
    private final ScratchLedger ledger = new ScratchLedger(database);
    private final Map<AccountId, Kept> planned = new HashMap<>();
    private final SampleRecords samples = new SampleRecords(11);
    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAccountKeepsWhatItsPlanSaysAndItsNeighbourWhatTheInstallationDoes() {
        var neighbour = AccountId.random();
        planned.put(account, new Kept(Duration.ofDays(3), Duration.ofDays(2), null));
        InvocationRecord row = failed(account);
        InvocationRecord other = failed(neighbour);
        failures.accept(List.of(row, other));
        ledger.accept(List.of(row, other));
        logs.add(List.of(logOf(account), logOf(neighbour)));

        housekeeping().sweep(NOON.plus(Duration.ofDays(3)));

        assertThat(calls(NOON.plus(Duration.ofDays(3))).find(account, row.invocation()))
                .isPresent();
        assertThat(database.count("call_log")).isEqualTo(2);

        Instant later = NOON.plus(Duration.ofDays(3)).plusSeconds(1);
        housekeeping().sweep(later);

        assertThat(calls(later).find(account, row.invocation())).isEmpty();
        assertThat(calls(later).recent(account, function, CallQuery.newest(9)).items()).isEmpty();
        assertThat(calls(later).find(neighbour, other.invocation())).isPresent();
        assertThat(database.count("call_failure")).isEqualTo(1);
        assertThat(calls(NOON).logs(account, function, null, 9).items()).isEmpty();
        assertThat(calls(NOON).logs(neighbour, function, null, 9).items()).hasSize(1);
    }

    @Test
    void noPlanKeepsAnythingLongerThanTheInstallationDoes() {
        planned.put(account, new Kept(Duration.ofDays(900), Duration.ofDays(900), null));

        Keeping keeping = SampleKeeping.of(properties(Map.of()), planned);

        assertThat(keeping.calls(account)).isEqualTo(Duration.ofDays(90));
        assertThat(keeping.logs(account)).isEqualTo(Duration.ofDays(90));
        assertThat(keeping.contents(account, Duration.ofDays(7))).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void plansSayNothingWhereTheOperatorDoesNotAskThem() {
        planned.put(account, new Kept(Duration.ofDays(3), Duration.ofDays(3), null));

        Keeping keeping =
                SampleKeeping.of(
                        properties(Map.of("meterlark.telemetry.by-plan", "false")), planned);

        assertThat(keeping.calls(account)).isEqualTo(Duration.ofDays(90));
    }

    private Calls calls(Instant now) {
        InstantSource clock = InstantSource.fixed(now);
        return new Calls(
                ledger.attempts(),
                ledger.attemptsOfAccounts(clock),
                failures,
                logs,
                SampleKeeping.of(properties(Map.of()), planned),
                clock);
    }

    private Housekeeping housekeeping() {
        TelemetryProperties properties = properties(Map.of());
        return new Housekeeping(
                database.client(),
                properties,
                SampleKeeping.of(properties, planned),
                InstantSource.fixed(NOON));
    }

    private static TelemetryProperties properties(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.telemetry", TelemetryProperties.class);
    }

    private InvocationRecord failed(AccountId whose) {
        return samples.failed(whose, function, NOON, ErrorCode.FUNCTION_ERROR);
    }

    private CallLog logOf(AccountId whose) {
        Instant at = NOON.plus(Duration.ofDays(1));
        byte[] text = "line".getBytes(StandardCharsets.UTF_8);
        return new CallLog(InvocationId.at(at), 1, whose, function, "hello", "1", at, text, 0);
    }
}

package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.metering.Made;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.metering.ScratchLedger;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@Tag("database")
class AccountCallsTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ScratchDatabase database = new ScratchDatabase();
    private final ScratchLedger ledger = new ScratchLedger(database);
    private final InstantSource clock = InstantSource.fixed(NOON);
    private final TelemetryProperties properties =
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("meterlark.telemetry", TelemetryProperties.class);
    private final CallChildren children =
            new CallChildren(
                    database.template(),
                    database.client(),
                    database.transactions(),
                    properties,
                    clock);
    private final Calls single =
            new Calls(
                    ledger.attempts(),
                    ledger.attemptsOfAccounts(clock),
                    new CallFailures(
                            database.template(), database.client(), database.transactions()),
                    new StoredLogs(database.template(), database.client(), database.transactions()),
                    SampleKeeping.of(properties, Map.of()),
                    clock);
    private final AccountCalls calls =
            new AccountCalls(ledger.attemptsOfAccounts(clock), children, single);
    private final SampleRecords samples = new SampleRecords(17);
    private final AccountId account = AccountId.random();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void callsOfAllFunctionsComeNewestFirstPageByPage() {
        List<InvocationRecord> all = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            all.add(
                    samples.succeeded(
                            account,
                            FunctionId.random(),
                            NOON.minus(Duration.ofMinutes((long) i * i))));
        }
        record(all);
        record(
                samples.any(
                        30,
                        AccountId.random(),
                        List.of(FunctionId.random()),
                        NOON,
                        NOON.plusSeconds(9)));

        List<InvocationId> shown = new ArrayList<>();
        String cursor = null;
        do {
            CallPage page = calls.recent(account, new CallQuery(cursor, 50, null));
            page.items().forEach(each -> shown.add(each.id()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(shown)
                .containsExactlyElementsOf(
                        all.stream()
                                .sorted(
                                        Comparator.comparing(InvocationRecord::startedAt)
                                                .reversed())
                                .map(InvocationRecord::invocation)
                                .toList());
    }

    @Test
    void pagesStayPutWithinOneInstant() {
        FunctionId function = FunctionId.random();
        List<InvocationRecord> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(samples.succeeded(account, function, NOON));
        }
        record(all);

        CallPage first = calls.recent(account, new CallQuery(null, 20, null));
        CallPage second = calls.recent(account, new CallQuery(first.nextCursor(), 20, null));

        assertThat(second.items()).hasSize(5).doesNotContainAnyElementsOf(first.items());
    }

    @Test
    void thoseThatFailedAreFoundHoweverLongAgo() {
        FunctionId function = FunctionId.random();
        Instant longAgo = NOON.minus(Duration.ofDays(60));
        record(List.of(samples.failed(account, function, longAgo, ErrorCode.FUNCTION_ERROR)));
        record(List.of(samples.succeeded(account, function, NOON.minusSeconds(1))));

        CallPage failed = calls.recent(account, new CallQuery(null, 20, CallStatus.FAILED));

        assertThat(failed.items()).extracting(Call::startedAt).containsExactly(longAgo);
    }

    @Test
    void callsAreFoundByWhatTheyWereMadeBy() {
        FunctionId function = FunctionId.random();
        FunctionId other = FunctionId.random();
        UUID trigger = UUID.randomUUID();
        Instant longAgo = NOON.minus(Duration.ofDays(40));
        var byAlias = new Made("3", "live", "queue", trigger);
        InvocationRecord old = samples.succeeded(account, function, longAgo);
        InvocationRecord recent = samples.succeeded(account, other, NOON.minusSeconds(9));
        record(List.of(SampleRecords.made(old, byAlias), SampleRecords.made(recent, byAlias)));
        record(samples.any(60, account, List.of(function, other), NOON.minusSeconds(8), NOON));
        record(
                List.of(
                        SampleRecords.made(
                                samples.succeeded(AccountId.random(), function, NOON), byAlias)));

        for (Made made :
                List.of(
                        new Made("3", null, null, null),
                        new Made(null, "live", null, null),
                        new Made(null, null, "queue", null),
                        new Made(null, null, null, trigger),
                        byAlias)) {
            var query = new CallQuery(null, 20, null, null, null, made);
            assertThat(ids(calls.recent(account, query).items()))
                    .containsExactly(recent.invocation(), old.invocation());
            assertThat(ids(single.recent(account, function, query).items()))
                    .containsExactly(old.invocation());
            var failed = new CallQuery(null, 20, CallStatus.FAILED, null, null, made);
            assertThat(calls.recent(account, failed).items()).isEmpty();
        }
    }

    @Test
    void whatTheHistoryDoesNotGoBackToIsNotShown() {
        record(
                List.of(
                        samples.succeeded(
                                account, FunctionId.random(), NOON.minus(Duration.ofDays(91)))));

        assertThat(calls.recent(account, CallQuery.newest(20)).items()).isEmpty();
    }

    @Test
    void aCallIsShownWithThoseThatItMadeAndTheyWithTheirs() {
        InvocationRecord root = record(null, NOON);
        InvocationRecord second = record(root, NOON.plusMillis(20));
        InvocationRecord first = record(root, NOON.plusMillis(10));
        InvocationRecord below = record(second, NOON.plusMillis(30));

        CallTree tree = calls.tree(account, root.invocation()).orElseThrow();

        assertThat(ids(tree.madeBy(root.invocation())))
                .containsExactly(first.invocation(), second.invocation());
        assertThat(ids(tree.madeBy(second.invocation()))).containsExactly(below.invocation());
        assertThat(tree.cut()).isFalse();
        assertThat(ids(calls.madeBy(account, root.invocation()))).hasSize(2);
        assertThat(calls.tree(AccountId.random(), root.invocation())).isEmpty();
        assertThat(calls.madeBy(AccountId.random(), root.invocation())).isEmpty();
    }

    @Test
    void aTreeIsCutWhereItIsTooLarge() {
        InvocationRecord root = record(null, NOON);
        List<InvocationRecord> many = new ArrayList<>();
        for (int i = 0; i <= AccountCalls.MOST_OF_A_TREE; i++) {
            many.add(child(root, NOON.plusMillis(i)));
        }
        record(many);

        CallTree tree = calls.tree(account, root.invocation()).orElseThrow();

        assertThat(tree.madeBy(root.invocation())).hasSize(AccountCalls.MOST_OF_A_TREE);
        assertThat(tree.cut()).isTrue();
    }

    @Test
    void whoMadeWhomIsForgottenWithTheHistory() {
        InvocationRecord root = record(null, NOON);
        record(root, NOON.plusMillis(1));

        children.deleteBefore(NOON.plusSeconds(1));

        assertThat(calls.madeBy(account, root.invocation())).isEmpty();
    }

    private InvocationRecord record(@Nullable InvocationRecord parent, Instant at) {
        InvocationRecord made =
                parent == null
                        ? samples.succeeded(account, FunctionId.random(), at)
                        : child(parent, at);
        record(List.of(made));
        return made;
    }

    /** As the journal hands it over, and once more as after a crash. */
    private void record(List<InvocationRecord> batch) {
        children.accept(batch);
        ledger.accept(batch);
        children.accept(batch);
    }

    private InvocationRecord child(InvocationRecord parent, Instant at) {
        InvocationRecord r = samples.succeeded(account, FunctionId.random(), at);
        return new InvocationRecord(
                r.invocation(),
                r.attempt(),
                r.account(),
                r.function(),
                r.functionName(),
                r.version(),
                r.alias(),
                r.source(),
                new Lineage(parent.invocation(), parent.lineage().depth() + 1),
                r.trigger(),
                r.startedAt(),
                r.errorCode(),
                r.errorType(),
                r.errorMessage(),
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

    private static List<InvocationId> ids(List<Call> calls) {
        return calls.stream().map(Call::id).toList();
    }
}

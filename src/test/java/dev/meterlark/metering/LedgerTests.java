package dev.meterlark.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

@Tag("database")
class LedgerTests {

    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

    private final ScratchDatabase database = new ScratchDatabase();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Ledger ledger = ledger();
    private final Usage usage =
            new Usage(
                    new UsageReader(database.client(), new SummedDays(database.template())),
                    InstantSource.fixed(DECEMBER));
    private final SampleRecords samples = new SampleRecords(7);
    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSameBatchTwiceDoublesNothing() {
        var batch = samples.any(1200, account, List.of(function), NOVEMBER, DECEMBER);

        ledger.accept(batch);
        var once = total();
        ledger.accept(batch);
        ledger.accept(batch.subList(100, 700));

        assertThat(database.count("usage_record")).isEqualTo(1200);
        assertThat(total()).isEqualTo(once);
        assertThat(database.count("usage_quarantine")).isZero();
    }

    @Test
    void batchesAtTheSameTimeDoubleNothing() throws Exception {
        var records = samples.any(1500, account, List.of(function), NOVEMBER, DECEMBER);
        var start = new CountDownLatch(1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers =
                    IntStream.range(0, 6)
                            .<Future<?>>mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> {
                                                        var mine = new ArrayList<>(records);
                                                        Collections.shuffle(mine, new Random(i));
                                                        start.await();
                                                        ledger.accept(mine);
                                                        return null;
                                                    }))
                            .toList();
            start.countDown();
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        assertThat(database.count("usage_record")).isEqualTo(1500);
        assertThat(database.count("usage_quarantine")).isZero();
        assertThat(total().price().amount()).isEqualByComparingTo(sum(records));
    }

    @Test
    void aRecordThatIsThereStaysAsItIs() {
        var first = samples.succeeded(account, function, NOVEMBER);
        var changed = with(first, "another", first.price());

        ledger.accept(List.of(first));
        ledger.accept(List.of(changed));

        assertThat(totals(UsageGrouping.FUNCTION))
                .singleElement()
                .extracting(UsageTotal::functionName)
                .isEqualTo(first.functionName());
    }

    @Test
    void sumsAreExactlyThoseOfTheRecords() {
        var functions = List.of(function, FunctionId.random(), FunctionId.random());
        var records = samples.any(3000, account, functions, NOVEMBER, DECEMBER);
        var foreign = samples.any(200, AccountId.random(), functions, NOVEMBER, DECEMBER);

        ledger.accept(records);
        ledger.accept(foreign);

        assertSame(total(), records);
        var byBoth = totals(UsageGrouping.FUNCTION, UsageGrouping.DAY);
        assertThat(byBoth).hasSize(90);
        for (UsageTotal total : byBoth) {
            assertSame(
                    total,
                    records.stream()
                            .filter(r -> r.function().equals(total.function()))
                            .filter(
                                    r ->
                                            r.startedAt()
                                                    .atZone(ZoneOffset.UTC)
                                                    .toLocalDate()
                                                    .equals(total.day()))
                            .toList());
        }
    }

    @Test
    void anHourOfOneFunctionIsThatOfItsCallsAlone() {
        var other = FunctionId.random();
        var eleven = NOVEMBER.plus(Duration.ofHours(11));
        var late = samples.succeeded(account, function, eleven.minusNanos(1_000));
        var early = samples.succeeded(account, function, eleven);
        ledger.accept(List.of(late, early, samples.succeeded(account, other, eleven)));

        var by = EnumSet.of(UsageGrouping.HOUR);
        var hours = usage.totals(account, NOVEMBER, DECEMBER, by, Set.of(function));
        var piece =
                usage.totals(
                        account,
                        eleven.minusSeconds(60),
                        eleven.plusSeconds(60),
                        by,
                        Set.of(function));

        for (var read : List.of(hours, piece)) {
            assertThat(read)
                    .extracting(each -> each.key().hour(), each -> plain(each.price()))
                    .containsExactly(
                            tuple(eleven.minusSeconds(3_600), plain(late.price())),
                            tuple(eleven, plain(early.price())));
        }
        assertThat(usage.totals(account, NOVEMBER, DECEMBER, by, Set.of())).isEmpty();
    }

    private static String plain(Money money) {
        return money.amount().stripTrailingZeros().toPlainString();
    }

    @Test
    void theLastInstantOfAMonthIsNotInTheNext() {
        var last = samples.succeeded(account, function, NOVEMBER.minusNanos(1));
        var first = samples.succeeded(account, function, NOVEMBER);

        ledger.accept(List.of(last, first));

        var october = Instant.parse("2026-10-01T00:00:00Z");
        assertThat(usage.totals(account, october, NOVEMBER, EnumSet.of(UsageGrouping.DAY)))
                .singleElement()
                .satisfies(
                        t -> {
                            assertThat(t.day()).hasToString("2026-10-31");
                            assertThat(t.price().amount())
                                    .isEqualByComparingTo(last.price().amount());
                        });
        assertThat(usage.totals(account, NOVEMBER, DECEMBER, EnumSet.of(UsageGrouping.DAY)))
                .singleElement()
                .satisfies(
                        t -> {
                            assertThat(t.day()).hasToString("2026-11-01");
                            assertThat(t.price().amount())
                                    .isEqualByComparingTo(first.price().amount());
                        });
    }

    @Test
    void whatCannotBeWrittenGoesToQuarantineWithItsReasonAndTheRestIsWritten() {
        var good = samples.any(20, account, List.of(function), NOVEMBER, DECEMBER);
        var tooLong = with(samples.succeeded(account, function, NOVEMBER), "x".repeat(300), null);
        var tooFine =
                with(
                        samples.succeeded(account, function, NOVEMBER),
                        "f",
                        usd("0.0000000000000000000000001"));
        var tooMuch = with(samples.succeeded(account, function, NOVEMBER), "f", usd("1e30"));
        var negative = with(samples.succeeded(account, function, NOVEMBER), "f", usd("-1"));
        var batch = new ArrayList<>(good);
        batch.addAll(10, List.of(tooLong, tooFine, tooMuch, negative));

        ledger.accept(batch);
        ledger.accept(batch);

        assertThat(database.count("usage_record")).isEqualTo(20);
        assertThat(total().price().amount()).isEqualByComparingTo(sum(good));
        assertThat(reason(tooFine)).contains("at most 24 decimals");
        assertThat(reason(negative)).isEqualTo("price must not be negative, was: -1 USD");
        assertThat(reason(tooLong)).containsIgnoringCase("too long");
        assertThat(reason(tooMuch)).isNotBlank();
        assertThat(metrics.counter("meterlark.metering.quarantined").count()).isEqualTo(8);
        assertThat(database.count("usage_quarantine")).isEqualTo(4);
    }

    @Test
    void theQuarantineKeepsTheWholeRecord() {
        var broken = with(samples.succeeded(account, function, NOVEMBER), "zero\0byte", usd("-1"));

        ledger.accept(List.of(broken));

        var kept =
                database.client()
                        .sql("select record from usage_quarantine")
                        .query(String.class)
                        .single();
        assertThat(JsonMapper.shared().readValue(kept, InvocationRecord.class)).isEqualTo(broken);
    }

    @Test
    void aDatabaseThatIsGoneIsNoFaultOfARecord() {
        var batch = samples.any(3, account, List.of(function), NOVEMBER, DECEMBER);
        database.cut();

        assertThatThrownBy(() -> ledger.accept(batch));
        assertThat(metrics.counter("meterlark.metering.quarantined").count()).isZero();
    }

    private Ledger ledger() {
        var quarantine =
                new Quarantine(
                        database.template(),
                        database.transactions(),
                        JsonMapper.shared(),
                        InstantSource.fixed(NOVEMBER),
                        metrics);
        var functions = new UsedFunctions(database.template(), database.transactions());
        return new Ledger(
                database.template(),
                database.transactions(),
                functions,
                ScratchLedger.marks(database),
                quarantine);
    }

    private UsageTotal total() {
        return usage.totals(account, NOVEMBER, DECEMBER, Set.of()).getFirst();
    }

    private List<UsageTotal> totals(UsageGrouping first, UsageGrouping... others) {
        return usage.totals(account, NOVEMBER, DECEMBER, EnumSet.of(first, others));
    }

    private String reason(InvocationRecord row) {
        return database.client()
                .sql("select reason from usage_quarantine where invocation_id = ?")
                .param(row.invocation().value())
                .query(String.class)
                .single();
    }

    private static void assertSame(UsageTotal total, List<InvocationRecord> records) {
        assertThat(total.calls()).isEqualTo(records.size());
        assertThat(total.billableCalls())
                .isEqualTo(records.stream().filter(InvocationRecord::billable).count());
        assertThat(total.failures())
                .isEqualTo(
                        new UsageTotal.Failures(
                                failures(records, Fault.CALLER),
                                failures(records, Fault.FUNCTION),
                                failures(records, Fault.PLATFORM)));
        assertThat(total.billedMillis())
                .isEqualTo(records.stream().mapToLong(InvocationRecord::billedMillis).sum());
        assertThat(total.mibMillis())
                .isEqualByComparingTo(
                        new BigDecimal(
                                records.stream()
                                        .mapToLong(r -> r.billedMillis() * r.memoryMiB())
                                        .sum()));
        assertThat(total.price().amount()).isEqualByComparingTo(sum(records));
    }

    private static long failures(List<InvocationRecord> records, Fault fault) {
        return records.stream()
                .map(InvocationRecord::errorCode)
                .filter(Objects::nonNull)
                .filter(code -> ErrorCode.fromWireName(code).orElseThrow().fault() == fault)
                .count();
    }

    private static BigDecimal sum(List<InvocationRecord> records) {
        return records.stream()
                .map(r -> r.price().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Money usd(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("USD"));
    }

    private static InvocationRecord with(
            InvocationRecord r, String functionName, @Nullable Money price) {
        return new InvocationRecord(
                r.invocation(),
                r.attempt(),
                r.account(),
                r.function(),
                functionName,
                r.version(),
                r.alias(),
                r.source(),
                r.lineage(),
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
                price == null ? r.price() : price,
                r.priceBook(),
                r.tags());
    }
}

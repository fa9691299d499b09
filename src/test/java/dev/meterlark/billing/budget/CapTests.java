package dev.meterlark.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.ManualClock;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Reservation;
import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterGuard;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.platform.ThreadHalts;
import dev.meterlark.records.Steps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** What an account with a cap is told, and when it goes on. */
@Tag("database")
class CapTests {

    /** 4.60 at most; two come to 7.70. */
    private static final CallUsage LARGE = SampleCalls.worst(2048, 20);

    private static ScratchDatabase database;

    private final AccountId account = AccountId.random();
    private final KeptUsage ledger = new KeptUsage();
    private final ManualClock clock = new ManualClock();
    private final List<SpendNode> nodes = new ArrayList<>();
    private final SpendNode one = node();
    private final SpendNode other = node();

    @BeforeAll
    static void open() {
        database = new ScratchDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private SpendNode node() {
        var node = new SpendNode(database, ledger, SampleBooks.simple(), clock);
        nodes.add(node);
        return node;
    }

    private void cap(@Nullable String amount) {
        for (SpendNode each : nodes) {
            each.cap(
                    account,
                    amount == null ? null : new Money(new BigDecimal(amount), SampleBooks.EUR));
        }
        look();
    }

    private void look() {
        nodes.forEach(each -> each.loop.look());
    }

    private Reservation reserved(SpendNode node, CallUsage worst) {
        return node.caps.reserve(account, clock.instant(), worst).join();
    }

    private ErrorCode refusal(SpendNode node, CallUsage worst) {
        try {
            reserved(node, worst);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedException refusal) {
                return refusal.code();
            }
            throw e;
        }
        throw new AssertionError("there was room");
    }

    private InvocationRecord use(SpendNode node, Reservation reservation) {
        InvocationRecord record = SampleCalls.billed(account, clock.instant(), 2048, 31_000);
        reservation.settle(record);
        node.journal(record);
        return record;
    }

    @Test
    void withoutACapNothingIsSetAside() {
        assertThat(reserved(one, LARGE)).isSameAs(Reservation.NONE);

        cap("5");
        cap(null);

        assertThat(reserved(one, LARGE)).isSameAs(Reservation.NONE);
    }

    @Test
    void aMonthThatWasReadStandsForTheLeasesThatFollowUntilSomebodyElseIsGivenOne() {
        cap("1000000");
        reserved(one, LARGE);
        int reads = ledger.reads();

        reservedOften(one);

        assertThat(ledger.reads()).isEqualTo(reads);

        reserved(other, LARGE);
        reads = ledger.reads();
        reservedOften(one);

        assertThat(ledger.reads()).isGreaterThan(reads);
    }

    /** More often than any slice allows that is given at first. */
    private void reservedOften(SpendNode node) {
        for (int i = 0; i < 300; i++) {
            reserved(node, LARGE);
        }
    }

    @Test
    void whatIsSetAsideElsewhereIsAskedForAgainAndWhatIsSpentIsNot() {
        cap("5");
        Reservation first = reserved(one, LARGE);

        assertThat(refusal(other, LARGE)).isEqualTo(ErrorCode.SPEND_RESERVED);
        assertThat(other.caps.isStopped(account)).isFalse();

        use(one, first);
        one.deliver(10);
        look();
        other.caps.all().forEach(each -> each.purses().forEach(Purse::forgetRefusal));

        assertThat(refusal(other, LARGE)).isEqualTo(ErrorCode.SPEND_CAP);
        look();
        assertThat(one.caps.isStopped(account)).isTrue();
    }

    @Test
    void whatIsReleasedIsThereForAnotherNode() {
        cap("5");
        reserved(one, LARGE).release();

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            look();
                            return other.caps
                                    .reserve(account, clock.instant(), LARGE)
                                    .handle((_, refused) -> refused == null)
                                    .join();
                        });
    }

    @Test
    void aHigherCapLetsItGoOnAndTheTimeUntilThenIsNobodysAge() {
        cap("5");
        use(one, reserved(one, LARGE));
        one.deliver(10);
        refusal(one, LARGE);
        Instant stopped = clock.instant();
        clock.forward(Duration.ofHours(3));

        cap("50");

        assertThat(one.caps.isStopped(account)).isFalse();
        look();
        assertThat(other.caps.isStopped(account)).isFalse();
        assertThat(other.caps.stopped(account, stopped.minusSeconds(60), clock.instant()))
                .isEqualTo(Duration.ofHours(3));
        assertThat(other.caps.stopped(account, stopped.plusSeconds(3600), clock.instant()))
                .isEqualTo(Duration.ofHours(2));
        reserved(one, LARGE).release();
    }

    @Test
    void aLowerCapStopsAtOnce() {
        cap("50");
        use(one, reserved(one, LARGE));
        one.deliver(10);

        cap("1");

        assertThat(refusal(one, LARGE)).isEqualTo(ErrorCode.SPEND_CAP);
    }

    @Test
    void anotherMonthIsAnotherMonth() {
        cap("5");
        use(one, reserved(one, LARGE));
        one.deliver(10);
        refusal(one, LARGE);
        assertThat(one.caps.isStopped(account)).isTrue();

        clock.forward(Duration.ofDays(8)); // the first of December
        look();

        assertThat(one.caps.isStopped(account)).isFalse();
        reserved(one, LARGE).release();
    }

    @Test
    void whatIsUsedWithoutACallStopsToo() {
        cap("5");
        ledger.accept(
                List.of(
                        SampleCalls.billed(account, clock.instant(), 2048, 31_000),
                        SampleCalls.billed(account, clock.instant(), 2048, 31_000)));

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            look();
                            return one.caps.isStopped(account);
                        });
    }

    /** The first twenty are free; beyond, each costs 0.004. */
    @Test
    void requestsToStorageAreRefusedWhenTheyCannotBePaidAndCallsAreNotStoppedForThem() {
        cap("0.008");
        for (int i = 0; i < 22; i++) {
            one.count(account, clock.instant(), Meter.BUCKET_READS, 1, held(Meter.BUCKET_READS, 1));
        }

        assertThat(countedRefusal(one, Meter.QUEUE_REQUESTS, 1)).isEqualTo(ErrorCode.SPEND_CAP);
        one.writeCounts();
        look();
        assertThat(countedRefusal(other, Meter.TABLE_WRITES, 1)).isEqualTo(ErrorCode.SPEND_CAP);
        assertThat(one.caps.isStopped(account)).isFalse();
        reserved(one, SampleCalls.worst(512, 1)).release(); // which is included
    }

    @Test
    void whatABucketSendsIsSetAsideBeforeItIsReadAndWhatIsNotTakenIsFreeAgain() {
        cap("1"); // 5 GB, the first of them free
        MeterGuard.Held reading = held(Meter.BUCKET_EGRESS, 4L << 30);

        assertThat(countedRefusal(one, Meter.BUCKET_EGRESS, 2L << 30))
                .isEqualTo(ErrorCode.SPEND_RESERVED);
        one.count(account, clock.instant(), Meter.BUCKET_EGRESS, 1L << 30, reading);
        one.caps.all().forEach(each -> each.purses().forEach(Purse::forgetRefusal));

        one.count(
                account,
                clock.instant(),
                Meter.BUCKET_EGRESS,
                4L << 30,
                held(Meter.BUCKET_EGRESS, 4L << 30));
        one.writeCounts();
        assertThat(countedRefusal(one, Meter.BUCKET_EGRESS, 1L << 20))
                .isEqualTo(ErrorCode.SPEND_CAP);
    }

    @Test
    void whatStoodReadyAndCannotBePaidIsFreeAndNothingStandsReadyAfterIt() {
        cap("0");

        assertThat(countedRefusal(one, Meter.PROVISIONED, 1)).isEqualTo(ErrorCode.SPEND_CAP);
        one.counted.standsUnpaid(account, 1);

        assertThat(one.caps.mayStandReady(account)).isFalse();
        assertThat(one.caps.isStopped(account)).isFalse();
        cap("1");
        assertThat(one.caps.mayStandReady(account)).isTrue();
    }

    private MeterGuard.Held held(Meter meter, long most) {
        return one.counted.reserve(account, clock.instant(), meter, most);
    }

    private ErrorCode countedRefusal(SpendNode node, Meter meter, long most) {
        try {
            node.counted.reserve(account, clock.instant(), meter, most);
        } catch (RefusedException e) {
            return e.code();
        }
        throw new AssertionError("there was room");
    }

    /** The next run on the folder finds that nothing was used. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spend.slice.committing",
                "spend.slice.committed",
                "spend.written-back.committing",
                "spend.written-back.committed"
            })
    void whereverANodeIsHaltedItsSliceIsNeitherLostNorGivenTwice(String step) {
        assertThat(Steps.inSources("spend.")).contains(step).hasSize(4);
        cap("5");

        assertThat(ThreadHalts.haltAt(step, 1, this::leaseAndGiveBack)).isTrue();
        nodes.remove(one);
        nodes.add(one.restarted(database, SampleBooks.simple(), clock));
        cap("5");
        other.caps.all().forEach(each -> each.purses().forEach(Purse::forgetRefusal));

        reserved(other, LARGE);
        assertThat(refusal(other, LARGE)).isEqualTo(ErrorCode.SPEND_RESERVED);
    }

    private void leaseAndGiveBack() {
        Capped capped = Objects.requireNonNull(one.caps.cappedAt(account, clock.instant()));
        Money cap = Objects.requireNonNull(capped.cap());
        Stretch month =
                SampleBooks.simple()
                        .of(account, BillingPeriod.at(clock.instant(), ZoneOffset.UTC))
                        .getFirst();
        Purse purse = capped.purse(month);
        one.leasing.lease(capped, purse, cap, Quantities.of(LARGE));
        purse.giveBack();
        one.leasing.writeBack(capped, purse, false);
    }

    @Test
    void aNodeThatIsBackGivesBackWhatItsJournalDidNotUse() {
        cap("5");
        reserved(one, LARGE);
        nodes.remove(one);
        assertThat(refusal(other, LARGE)).isEqualTo(ErrorCode.SPEND_RESERVED);

        SpendNode back = one.restarted(database, SampleBooks.simple(), clock);
        nodes.add(back);
        cap("5");
        other.caps.all().forEach(each -> each.purses().forEach(Purse::forgetRefusal));

        reserved(other, LARGE).release();
    }
}

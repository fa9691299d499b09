package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.meterlark.ManualClock;
import dev.meterlark.shared.AccountId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/** From the transaction to the carrier: at least once, under one id, each account in its turn. */
@Tag("database")
class OutboxTests {

    private static final AccountId ACCOUNT = AccountId.random();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScratchDatabase database = new ScratchDatabase();
    private final ManualClock clock = new ManualClock();
    private final OutboxRows rows = new OutboxRows(database.template(), database.transactions());
    private final Departing departing = new Departing(rows);
    private final Nudge nudge = new Nudge();
    private final TransactionTemplate transaction =
            new TransactionTemplate(database.transactions());
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final OutboxMetrics counted = new OutboxMetrics(metrics);
    private final Outbox outbox = new Outbox(rows, nudge, housekeeping(Map.of()), clock);

    /** What was carried, in order, as "id attempt". */
    private final BlockingQueue<OutboxEntry> carried = new LinkedBlockingQueue<>();

    private volatile Function<OutboxEntry, Carried> behaviour = _ -> new Carried.Delivered();

    @AfterEach
    void close() {
        departing.close();
        database.close();
    }

    @Test
    void anEntryIsThereExactlyWhenItsTransactionWasCommitted() {
        transaction.executeWithoutResult(
                status -> {
                    outbox.put(List.of(entry(ACCOUNT)));
                    status.setRollbackOnly();
                });
        assertThat(database.count("outbox")).isZero();

        put(entry(ACCOUNT));
        assertThat(database.count("outbox")).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(() -> outbox.put(List.of(entry(ACCOUNT))));
    }

    @Test
    void whatWasDeliveredIsGoneAndABodyArrivesWholeHoweverLongItIs() throws Exception {
        byte[] body = new byte[(5 << 20) + 17];
        new Random(7).nextBytes(body);
        OutboxEntry entry =
                new OutboxEntry(
                        UUID.randomUUID(), "test", ACCOUNT, "a long one", body, clock.instant());
        put(entry);

        round(Map.of()).turn(clock.instant());

        assertThat(next().body()).isEqualTo(body);
        eventually(() -> database.count("outbox") == 0);
        assertThat(database.count("outbox_piece")).isZero();
    }

    @Test
    void whatFailedComesAgainUnderItsIdWhenItsPauseIsOver() throws Exception {
        behaviour = _ -> new Carried.Failed("the receiver is down", null);
        OutboxEntry entry = entry(ACCOUNT);
        put(entry);
        OutboxRound round = round(Map.of());

        round.turn(clock.instant());
        next();
        eventually(() -> trouble(entry).equals("the receiver is down"));
        round.turn(clock.instant());
        assertThat(carried).as("not before its time").isEmpty();

        behaviour = _ -> new Carried.Delivered();
        clock.forward(Duration.ofHours(5));
        round.turn(clock.instant());
        assertThat(next().id()).isEqualTo(entry.id());
        eventually(() -> database.count("outbox") == 0);
    }

    @Test
    void whatIsHopelessOrTooOldIsParkedWithItsReasonAndDeletedInTheEnd() throws Exception {
        behaviour = _ -> new Carried.Hopeless("410 Gone");
        OutboxEntry hopeless = entry(ACCOUNT);
        put(hopeless);
        OutboxRound round = round(Map.of());
        round.turn(clock.instant());
        next();
        eventually(() -> isParked(hopeless));
        assertThat(trouble(hopeless)).isEqualTo("410 Gone");

        behaviour = _ -> new Carried.Failed("still down", null);
        OutboxEntry old = entry(ACCOUNT);
        put(old);
        clock.forward(Duration.ofDays(3));
        round.turn(clock.instant());
        next();
        eventually(() -> isParked(old));

        clock.forward(Duration.ofDays(14));
        round.turn(clock.instant());
        assertThat(carried).isEmpty();
        housekeeping(Map.of()).sweep(clock.instant().plusSeconds(1));
        assertThat(database.count("outbox")).isZero();
    }

    @Test
    void aLeaseThatRanOutIsAnothersAndItsLateEndSettlesNothing() throws Exception {
        put(entry(ACCOUNT));
        var first = rows.claim(ACCOUNT, 1, clock.instant(), clock.instant().plusSeconds(5));
        clock.forward(Duration.ofSeconds(6));
        var second = rows.claim(ACCOUNT, 1, clock.instant(), clock.instant().plusSeconds(5));

        assertThat(second.getFirst().attempt()).isEqualTo(2);
        assertThat(rows.body(first.getFirst())).isEmpty();
        assertThat(rows.delivered(first)).containsExactly(false);
        assertThat(rows.park(first.getFirst(), clock.instant(), "late")).isFalse();
        assertThat(rows.again(first.getFirst(), 1, clock.instant(), "late")).isFalse();
        assertThat(rows.delivered(second)).containsExactly(true);
    }

    @Test
    void twoNodesNeverHaveTheSameEntryAtOnce() throws Exception {
        for (int i = 0; i < 200; i++) {
            put(entry(ACCOUNT));
        }
        var taken = new LinkedBlockingQueue<UUID>();
        List<Thread> nodes =
                IntStream.range(0, 4)
                        .mapToObj(
                                _ ->
                                        Thread.ofPlatform()
                                                .start(
                                                        () -> {
                                                            while (taken.size() < 200) {
                                                                rows.claim(
                                                                                ACCOUNT,
                                                                                3,
                                                                                clock.instant(),
                                                                                clock.instant()
                                                                                        .plusSeconds(
                                                                                                60))
                                                                        .forEach(
                                                                                each ->
                                                                                        taken.add(
                                                                                                each
                                                                                                        .id()));
                                                            }
                                                        }))
                        .toList();
        for (Thread node : nodes) {
            assertThat(node.join(PATIENCE)).as("taken: " + taken.size()).isTrue();
        }

        assertThat(taken).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aFloodOfOneAccountDoesNotDelayAnother() throws Exception {
        var hang = new CountDownLatch(1);
        AccountId flooding = ACCOUNT;
        AccountId other = AccountId.random();
        behaviour =
                entry -> {
                    if (entry.account().equals(flooding)) {
                        await(hang);
                    }
                    return new Carried.Delivered();
                };
        for (int i = 0; i < 100; i++) {
            put(entry(flooding));
        }
        OutboxEntry theirs = entry(other);
        put(theirs);

        OutboxRound round = round(Map.of("in-flight", "8", "in-flight-per-account", "4"));
        round.turn(clock.instant());

        eventually(() -> carried.stream().anyMatch(each -> each.id().equals(theirs.id())));
        assertThat(carried.stream().filter(each -> each.account().equals(flooding)))
                .hasSizeLessThanOrEqualTo(4);
        hang.countDown();
    }

    @Test
    void whatACarrierThrowsIsAFailureThatMayPass() throws Exception {
        behaviour =
                _ -> {
                    throw new IllegalArgumentException("secret detail");
                };
        OutboxEntry entry = entry(ACCOUNT);
        put(entry);

        round(Map.of()).turn(clock.instant());

        next();
        eventually(() -> trouble(entry).contains("the platform failed"));
    }

    @Test
    void whatIsDoneInPartsGoesOnWithoutCountingFailures() throws Exception {
        behaviour = _ -> new Carried.Continues(Duration.ZERO);
        put(entry(ACCOUNT));
        OutboxRound round = round(Map.of("max-attempts", "2"));
        for (int i = 0; i < 5; i++) {
            round.turn(clock.instant());
            next();
            eventually(() -> number("select count(*) from outbox where attempts = 0") == 1);
        }
        assertThat(number("select count(*) from outbox where parked_at is not null")).isZero();
    }

    @Test
    void itSaysOfWhichAccountsItIsFullAndHowMuchItHolds() {
        put(entry(ACCOUNT));
        OutboxHousekeeping full = housekeeping(Map.of("bytes-per-account", "1B"));
        full.count();

        assertThat(full.isFull(ACCOUNT)).isTrue();
        assertThat(full.isFull(AccountId.random())).isFalse();
        assertThat(metrics.get("meterlark.outbox.waiting").gauge().value()).isEqualTo(1);
    }

    @Test
    void theLoopCarriesWhatIsPutWhileItWaits() throws Exception {
        OutboxRound round = round(Map.of("poll-every", "1h"));
        round.start();
        try {
            put(entry(ACCOUNT));
            next();
            put(entry(AccountId.random()));
            next();
            eventually(() -> database.count("outbox") == 0);
        } finally {
            round.stop();
        }
    }

    @Test
    void itsAccountSeesWhatIsNotDeliveredTriesItAgainOrDropsIt() throws Exception {
        behaviour = _ -> new Carried.Hopeless("410 Gone");
        OutboxEntry entry = entry(ACCOUNT);
        put(entry);
        OutboxRound round = round(Map.of());
        round.turn(clock.instant());
        next();
        eventually(() -> isParked(entry));
        Deliveries deliveries = new Deliveries(database.client(), nudge, clock);

        assertThat(deliveries.list(ACCOUNT, "test", false, null, 10)).isEmpty();
        Delivery parked = deliveries.list(ACCOUNT, "test", true, null, 10).getFirst();
        assertThat(parked.trouble()).isEqualTo("410 Gone");
        assertThat(parked.nextAttemptAt()).isNull();
        assertThat(deliveries.list(ACCOUNT, "test", true, parked.id(), 10)).isEmpty();

        AccountId stranger = AccountId.random();
        assertThat(deliveries.list(stranger, "test", true, null, 10)).isEmpty();
        assertThat(deliveries.retry(stranger, "test", entry.id())).isFalse();
        assertThat(deliveries.delete(stranger, "test", entry.id())).isFalse();

        assertThat(deliveries.retry(ACCOUNT, "test", entry.id())).isTrue();
        round.turn(clock.instant());
        assertThat(next().id()).isEqualTo(entry.id());
        assertThat(deliveries.delete(ACCOUNT, "test", entry.id())).isTrue();
        assertThat(database.count("outbox")).isZero();
    }

    private OutboxRound round(Map<String, String> settings) {
        var beans = new StaticListableBeanFactory();
        beans.addBean("carrier", new Recording());
        OutboxProperties properties = OutboxPropertiesTests.bind(settings);
        var carrying =
                new Carrying(
                        rows,
                        departing,
                        beans.getBeanProvider(OutboxCarrier.class),
                        properties,
                        counted,
                        clock);
        return new OutboxRound(rows, carrying, nudge, properties, counted, clock);
    }

    private OutboxHousekeeping housekeeping(Map<String, String> settings) {
        return new OutboxHousekeeping(
                database.client(), OutboxPropertiesTests.bind(settings), counted, clock);
    }

    private final class Recording implements OutboxCarrier {

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public Carried carry(OutboxEntry entry, int attempt) {
            carried.add(entry);
            return behaviour.apply(entry);
        }
    }

    private void put(OutboxEntry entry) {
        transaction.executeWithoutResult(_ -> outbox.put(List.of(entry)));
    }

    private OutboxEntry entry(AccountId account) {
        return new OutboxEntry(
                UUID.randomUUID(), "test", account, "a test's", new byte[] {1}, clock.instant());
    }

    private OutboxEntry next() throws InterruptedException {
        OutboxEntry entry = carried.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(entry).isNotNull();
        return entry;
    }

    private String trouble(OutboxEntry entry) {
        return String.valueOf(
                database.client()
                        .sql("select coalesce(trouble, '') from outbox where id = ?")
                        .param(entry.id())
                        .query(String.class)
                        .optional()
                        .orElse("gone"));
    }

    private boolean isParked(OutboxEntry entry) {
        return database.client()
                        .sql(
                                "select count(*) from outbox where id = ? and parked_at is not"
                                        + " null and due_at is null")
                        .param(entry.id())
                        .query(Long.class)
                        .single()
                == 1;
    }

    private long number(String sql) {
        return database.client().sql(sql).query(Long.class).single();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void eventually(BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}

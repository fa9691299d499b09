package dev.meterlark.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.ManualClock;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Reservation;
import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterGuard;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The cap holds, whatever calls, nodes and crashes come: what is in the ledger and in every
 * journal, also of a node that is dead, never comes to more; and when everybody is refused, no
 * further call would have fitted beside what the dead keep.
 */
@Tag("database")
class CapPropertyTests {

    private static final Meter[] COUNTED = {
        Meter.TABLE_READS, Meter.BUCKET_EGRESS, Meter.PROVISIONED
    };
    private static final int[] MEMORY = {128, 512, 2048};
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static ScratchDatabase database;

    private final AccountId account = AccountId.random();
    private final KeptUsage ledger = new KeptUsage();
    private final SampleBooks books = SampleBooks.simple();
    private final ManualClock clock = new ManualClock();
    private final List<SpendNode> nodes = new ArrayList<>();
    private final List<List<InvocationRecord>> buried = new ArrayList<>();

    private @Nullable Money limit;

    /** A call that runs. */
    private record Running(SpendNode node, Reservation reservation, CallUsage worst, int memory) {}

    @BeforeAll
    static void open() {
        database = new ScratchDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private SpendNode node() {
        return new SpendNode(database, ledger, books, clock);
    }

    private void cap(String amount) {
        limit = new Money(new BigDecimal(amount), SampleBooks.EUR);
        for (SpendNode each : nodes) {
            each.cap(account, limit);
            each.loop.look();
        }
    }

    private Quantities everythingUsed() {
        Quantities sum = ledger.sum(account, Instant.EPOCH, NOON.plusSeconds(86_400));
        List<List<InvocationRecord>> journals = new ArrayList<>(buried);
        nodes.forEach(each -> journals.add(each.everythingJournalled()));
        for (List<InvocationRecord> journal : journals) {
            for (InvocationRecord record : journal) {
                sum = sum.plus(Quantities.of(CallUsage.of(record)));
            }
        }
        for (SpendNode each : nodes) {
            sum = sum.plus(each.everythingCounted());
        }
        return sum;
    }

    private void requireWithin(String cap, long seed) {
        assertThat(SimplePrice.of(everythingUsed()))
                .describedAs("seed %d", seed)
                .isLessThanOrEqualTo(new BigDecimal(cap));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.003", "1", "9.99"})
    void noOrderOfEventsPassesTheCap(String cap) {
        long seed = ThreadLocalRandom.current().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            nodes.add(node());
        }
        cap(cap);
        List<Running> running = new ArrayList<>();

        for (int step = 0; step < 700; step++) {
            event(random, running);
            requireWithin(cap, seed);
        }

        running.forEach(each -> end(each, random));
        requireWithin(cap, seed);
        leaveNothingThatCouldBeUsed(new BigDecimal(cap), seed);
    }

    private void event(Random random, List<Running> running) {
        SpendNode node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(24)) {
            case 20 -> node.writeCounts();
            case 21, 22, 23 -> count(node, random);
            case 0 -> node.loop.look();
            case 1, 2, 3 -> node.deliver(1 + random.nextInt(20));
            case 4 -> {
                if (random.nextInt(10) == 0) {
                    kill(node, random, running);
                }
            }
            case 5, 6, 7, 8, 9 -> {
                if (!running.isEmpty()) {
                    end(running.remove(random.nextInt(running.size())), random);
                }
            }
            default -> begin(node, random, running);
        }
    }

    /** What is counted beside calls: what a bucket sends out may be less than was asked for. */
    private void count(SpendNode node, RandomGenerator random) {
        Meter meter = COUNTED[random.nextInt(COUNTED.length)];
        long most = 1 + random.nextLong(meter == Meter.TABLE_READS ? 30 : 1L << 30);
        try {
            MeterGuard.Held held = node.counted.reserve(account, NOON, meter, most);
            long came = meter == Meter.BUCKET_EGRESS ? random.nextLong(most + 1) : most;
            node.count(account, NOON, meter, came, held);
        } catch (RefusedException e) {
            // nothing is counted
        }
    }

    private void begin(SpendNode node, RandomGenerator random, List<Running> running) {
        int memory = MEMORY[random.nextInt(MEMORY.length)];
        CallUsage worst = SampleCalls.worst(memory, 1 + random.nextInt(30));
        Reservation reservation = reserved(node, worst);
        if (reservation != null) {
            running.add(new Running(node, reservation, worst, memory));
        }
    }

    private @Nullable Reservation reserved(SpendNode node, CallUsage worst) {
        try {
            return node.caps.reserve(account, NOON, worst).join();
        } catch (CompletionException e) {
            return null;
        }
    }

    private void end(Running call, RandomGenerator random) {
        if (random.nextInt(20) == 0) {
            call.reservation.release();
            return;
        }
        InvocationRecord record = SampleCalls.any(account, NOON, call.worst, call.memory, random);
        call.reservation.settle(record);
        call.node.journal(record);
        if (random.nextInt(10) == 0) {
            call.reservation.release(); // whoever says it twice changes nothing
        }
    }

    /** Its calls die with it; its journal is found again or never. */
    private void kill(SpendNode node, Random random, List<Running> running) {
        running.removeIf(each -> each.node == node);
        nodes.remove(node);
        SpendNode next;
        if (random.nextBoolean()) {
            next = node.restarted(database, books, clock);
        } else {
            buried.add(node.everythingJournalled());
            next = node();
        }
        nodes.add(next);
        next.cap(account, limit);
        next.loop.look();
    }

    private void leaveNothingThatCouldBeUsed(BigDecimal cap, long seed) {
        settleDown();
        CallUsage least = SampleCalls.worst(128, 1);
        for (SpendNode node : nodes) {
            for (Reservation each = reserved(node, least);
                    each != null;
                    each = reserved(node, least)) {
                InvocationRecord record = SampleCalls.billed(account, NOON, 128, 12_000);
                each.settle(record);
                node.journal(record);
            }
            settleDown();
        }
        Quantities kept =
                database
                        .client()
                        .sql("select * from spend_slice where account_id = ?")
                        .param(account.value())
                        .query((row, _) -> SliceRows.quantities(row))
                        .list()
                        .stream()
                        .reduce(Quantities.NOTHING, Quantities::plus);
        Quantities inLedger = ledger.sum(account, Instant.EPOCH, NOON.plusSeconds(86_400));
        requireWithin(cap.toPlainString(), seed);
        assertThat(SimplePrice.of(inLedger.plus(kept).plus(Quantities.of(least))))
                .describedAs("seed %d", seed)
                .isGreaterThan(cap);
    }

    /** All that lives has written what it knows, and given back what it does not use. */
    private void settleDown() {
        for (SpendNode node : nodes) {
            node.deliver(Integer.MAX_VALUE);
            node.deliver(Integer.MAX_VALUE);
            node.writeCounts();
            node.loop.end();
            node.loop.look();
            node.caps.all().forEach(each -> each.purses().forEach(Purse::forgetRefusal));
        }
    }

    /** One call costs 4.60 at most, two 7.70. */
    @RepeatedTest(15)
    void ofNodesThatReachForTheLastAtOnceOneGetsIt() throws Exception {
        CallUsage worst = SampleCalls.worst(2048, 20);
        for (int i = 0; i < 4; i++) {
            nodes.add(node());
        }
        cap("5");

        List<Future<Boolean>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begin = new CountDownLatch(1);
            for (SpendNode node : nodes) {
                all.add(
                        threads.submit(
                                () -> {
                                    begin.await();
                                    return reserved(node, worst) != null;
                                }));
            }
            begin.countDown();
        }

        int granted = 0;
        for (Future<Boolean> each : all) {
            granted += each.get() ? 1 : 0;
        }
        assertThat(granted).isOne();
    }

    @Test
    void nodesThatLeaseAtOnceDoNotPassTheCapEither() throws Exception {
        String cap = "7.5";
        long seed = ThreadLocalRandom.current().nextLong();
        for (int i = 0; i < 4; i++) {
            nodes.add(node());
        }
        cap(cap);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                SpendNode node = nodes.get(i);
                var random = new Random(seed + i);
                all.add(threads.submit(() -> work(node, random)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }

        requireWithin(cap, seed);
        leaveNothingThatCouldBeUsed(new BigDecimal(cap), seed);
    }

    private void work(SpendNode node, Random random) {
        List<Running> running = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(10)) {
                case 8 -> count(node, random);
                case 9 -> node.writeCounts();
                case 0 -> node.deliver(1 + random.nextInt(30));
                case 1 -> node.loop.look();
                case 2, 3 -> {
                    if (!running.isEmpty()) {
                        end(running.remove(random.nextInt(running.size())), random);
                    }
                }
                default -> begin(node, random, running);
            }
        }
        running.forEach(each -> end(each, random));
    }
}

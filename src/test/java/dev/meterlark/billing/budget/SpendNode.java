package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterGuard;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One node's guard with a journal in memory: what it recorded gets into the ledger when the test
 * says so. Several of them share a database and a ledger.
 */
final class SpendNode {

    static final Duration IDLE = Duration.ofMillis(1);

    final Caps caps;
    final CountedSpend counted;
    final Leasing leasing;
    final SpendLoop loop;
    final Stops stops;
    final SliceRows slices;
    final RunId folder;
    private final KeptUsage ledger;
    private final Unconfirmed unconfirmed = new Unconfirmed();
    private final List<InvocationRecord> journal;
    private final List<InvocationRecord> left;
    private final List<Counted> counts = new ArrayList<>();
    private final SaidCaps said = new SaidCaps();

    SpendNode(ScratchDatabase database, KeptUsage ledger, Books books, InstantSource clock) {
        this(database, ledger, books, clock, RunId.random(), List.of());
    }

    /**
     * @param left what an earlier run on the folder had not handed on
     */
    private SpendNode(
            ScratchDatabase database,
            KeptUsage ledger,
            Books books,
            InstantSource clock,
            RunId folder,
            List<InvocationRecord> left) {
        this.ledger = ledger;
        this.folder = folder;
        this.left = new ArrayList<>(left);
        this.journal = new ArrayList<>();
        var properties = properties();
        RunId run = RunId.random();
        slices = new SliceRows(database.client());
        var months = new Months(slices, ledger, books, run, properties.deadAfter());
        leasing =
                new Leasing(
                        slices,
                        months,
                        database.transactions(),
                        Fraction.of(properties.slice()),
                        new NodeRun(run, folder),
                        clock);
        stops = new Stops(new StopRows(database.client()), clock);
        caps =
                new Caps(
                        (_, _, _) -> {
                            throw new IllegalStateException("nobody asks for a price here");
                        },
                        said,
                        leasing,
                        months,
                        stops,
                        unconfirmed,
                        properties.retryAfter());
        counted = new CountedSpend(caps);
        loop =
                new SpendLoop(
                        caps,
                        said,
                        leasing,
                        months,
                        stops,
                        slices,
                        this.left::isEmpty,
                        new NodeRun(run, folder),
                        clock,
                        properties);
    }

    static BudgetProperties properties() {
        return new BudgetProperties(
                new BigDecimal("0.02"),
                Duration.ofMillis(50),
                IDLE,
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                20);
    }

    /** The process that takes the folder over after this one was killed. */
    SpendNode restarted(ScratchDatabase database, Books books, InstantSource clock) {
        return new SpendNode(database, ledger, books, clock, folder, everythingJournalled());
    }

    void cap(AccountId account, @Nullable Money cap) {
        said.cap(account, cap);
    }

    synchronized void journal(InvocationRecord record) {
        journal.add(record);
    }

    synchronized List<InvocationRecord> everythingJournalled() {
        List<InvocationRecord> all = new ArrayList<>(left);
        all.addAll(journal);
        return all;
    }

    private record Counted(AccountId account, Instant at, Quantities amount) {}

    /** As a tally does: first it counts, then it says so. */
    void count(AccountId account, Instant at, Meter meter, long amount, MeterGuard.Held held) {
        synchronized (counts) {
            counts.add(new Counted(account, at, Quantities.of(meter, amount)));
        }
        held.counted(amount);
    }

    Quantities everythingCounted() {
        synchronized (counts) {
            return counts.stream()
                    .map(Counted::amount)
                    .reduce(Quantities.NOTHING, Quantities::plus);
        }
    }

    /** What is counted gets into the ledger. */
    void writeCounts() {
        Runnable told = counted.gathering();
        List<Counted> fresh;
        synchronized (counts) {
            fresh = List.copyOf(counts);
            fresh.forEach(each -> ledger.count(each.account(), each.at(), each.amount()));
            counts.clear();
        }
        told.run();
    }

    /** Hands on so many of the records at most, the oldest first. */
    synchronized void deliver(int most) {
        List<InvocationRecord> from = left.isEmpty() ? journal : left;
        List<InvocationRecord> batch = List.copyOf(from.subList(0, Math.min(most, from.size())));
        ledger.accept(batch);
        unconfirmed.accept(batch);
        from.subList(0, batch.size()).clear();
    }
}

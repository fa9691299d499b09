package dev.meterlark.billing.budget;

import dev.meterlark.invocation.Backlog;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.platform.OfDatabase;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What a node does now and then about caps: hears of those that were changed elsewhere, writes back
 * what is over of its slices, says that it is alive, closes the slices of its own earlier runs once
 * their records are in the ledger, and lets stopped accounts go on. One thread.
 */
@Component
final class SpendLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SpendLoop.class);

    private static final Duration BOOKS_EVERY = Duration.ofSeconds(10);
    private static final int SOME = 100;
    private static final int BEATS = 6;

    /** No call can come to less: 128 MiB and a timeout of a second, at most. */
    private static final Quantities LEAST =
            Quantities.of(new CallUsage(1, 128 * 12_000, 12_000_000, 0));

    private final Caps caps;
    private final CapSource source;
    private final Leasing leasing;
    private final Months months;
    private final Stops stops;
    private final SliceRows slices;
    private final Backlog backlog;
    private final NodeRun node;
    private final InstantSource clock;
    private final BudgetProperties properties;
    private long booked = System.nanoTime();
    private long stoppedSome = System.nanoTime();
    private int next;
    private boolean reconciled;
    private long beaten;
    private long triedAgain = System.nanoTime();

    SpendLoop(
            Caps caps,
            CapSource source,
            Leasing leasing,
            @Qualifier("ownSpendMonths") Months months,
            Stops stops,
            SliceRows slices,
            Backlog backlog,
            NodeRun node,
            @OfDatabase InstantSource clock,
            BudgetProperties properties) {
        this.caps = caps;
        this.source = source;
        this.leasing = leasing;
        this.months = months;
        this.stops = stops;
        this.slices = slices;
        this.backlog = backlog;
        this.node = node;
        this.clock = clock;
        this.properties = properties;
        this.beaten = System.nanoTime() - properties.deadAfter().toNanos();
    }

    /** All of it, each part whatever becomes of the others. */
    void look() {
        tried("caps", this::hear);
        tried("stops", stops::readAll);
        tried("slices", () -> writeBack(System.nanoTime() - properties.idleAfter().toNanos()));
        tried("its life", this::beat);
        tried("earlier runs", this::reconcile);
        tried("stopped accounts", this::resume);
        tried("accounts that nobody calls", this::stop);
    }

    private void hear() {
        Instant now = clock.instant();
        source.refresh().forEach(account -> caps.look(account, now));
        for (Capped each : caps.all()) { // a plan may have one from an hour on
            caps.look(each.account, now);
        }
        if (System.nanoTime() - booked > BOOKS_EVERY.toNanos()) {
            booked = System.nanoTime();
            caps.all().forEach(each -> rebook(each, now));
        }
    }

    /** Prices that are others from an hour on are known before that hour. */
    private void rebook(Capped of, Instant now) {
        Purse purse = of.purseAt(now);
        if (purse != null) {
            of.purse(months.stretchAt(of.account, now));
        }
    }

    private static void tried(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{} could not be looked after; again in a moment", what, e);
        }
    }

    private void writeBack(long idleSince) {
        Instant now = clock.instant();
        for (Capped each : caps.all()) {
            for (Purse purse : each.purses()) {
                if (each.cap() == null || purse.isIdleSince(idleSince)) {
                    purse.giveBack();
                }
                boolean ended =
                        each.cap() == null
                                || now.isAfter(purse.stretch().to().plus(properties.deadAfter()));
                tried("a slice", () -> leasing.writeBack(each, purse, ended));
            }
            caps.forget(each);
        }
    }

    private void beat() {
        long now = System.nanoTime();
        boolean due = now - beaten > properties.deadAfter().dividedBy(BEATS).toNanos();
        if (due && caps.all().stream().anyMatch(each -> !each.purses().isEmpty())) {
            slices.seen(node, clock.instant());
            beaten = now;
        }
    }

    /** What earlier runs left is in the ledger when the journal has handed on what it found. */
    private void reconcile() {
        if (!reconciled && backlog.isDelivered()) {
            int closed = slices.closeBefore(node);
            if (closed > 0) {
                LOG.info("{} slices of an earlier run are closed", closed);
            }
            reconciled = true;
        }
    }

    /**
     * What is used without a call, sandboxes that are kept ready above all, reaches a cap too. Some
     * accounts at a time, one after the other.
     */
    private void stop() {
        if (System.nanoTime() - stoppedSome < properties.tryAgainAfter().toNanos()) {
            return;
        }
        stoppedSome = System.nanoTime();
        List<Capped> all = List.copyOf(caps.all());
        for (int i = 0; i < Math.min(SOME, all.size()); i++) {
            Capped of = all.get((next + i) % all.size());
            tried("an account", () -> stop(of));
        }
        next = all.isEmpty() ? 0 : (next + SOME) % all.size();
    }

    private void stop(Capped of) {
        var cap = of.cap();
        if (cap == null || stops.isStopped(of.account)) {
            return;
        }
        Purse purse = of.purse(months.stretchAt(of.account, clock.instant()));
        if (leasing.lookAt(of, purse, cap, LEAST) instanceof Share.Reached) {
            caps.reached(of, purse.stretch(), LEAST);
        }
    }

    private void resume() {
        boolean all = System.nanoTime() - triedAgain > properties.tryAgainAfter().toNanos();
        triedAgain = all ? System.nanoTime() : triedAgain;
        if (all) {
            caps.all().forEach(each -> tried("what stands ready", () -> standAgain(each)));
        }
        for (StopRows.Stop stop : stops.open()) {
            Capped of = caps.of(stop.account());
            boolean changed =
                    of == null
                            || of.cap() == null
                            || of.takeChanged()
                            || !months.periodAt(clock.instant()).from().equals(stop.period());
            if (changed || all) {
                tried("a stopped account", () -> resume(stop, of));
            }
        }
    }

    private void standAgain(Capped of) {
        Quantities unpaid = of.unpaid();
        if (unpaid != null && hasRoom(of, unpaid)) {
            of.mayStand();
        }
    }

    private void resume(StopRows.Stop stop, @Nullable Capped of) {
        if (of == null || of.cap() == null || hasRoom(of, stop.worst())) {
            stops.end(stop.account());
        }
    }

    private boolean hasRoom(Capped of, Quantities worst) {
        var cap = of.cap();
        if (cap == null) {
            return true;
        }
        Purse purse = of.purse(months.stretchAt(of.account, clock.instant()));
        Share share = leasing.lookAt(of, purse, cap, worst);
        purse.forgetRefusal();
        return share instanceof Share.Granted;
    }

    /** Everything that is in no attempt's hand goes back; what an attempt has stays in the row. */
    void end() {
        for (Capped each : caps.all()) {
            for (Purse purse : each.purses()) {
                purse.giveBack();
                tried("a slice", () -> leasing.writeBack(each, purse, true));
            }
        }
    }

    Duration every() {
        return properties.lookEvery();
    }
}

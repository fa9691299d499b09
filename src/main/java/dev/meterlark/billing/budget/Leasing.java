package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * Gets a node its slices, and writes back what is over of them. A slice is given by one conditional
 * update: nothing was given since the month was read, so that what was read and what is given
 * together come to no more than the cap. Blocks.
 */
final class Leasing {

    private static final int TRIES = 20;

    /** What one lease is to last for, as calls come now. */
    private static final Duration LASTS = Duration.ofSeconds(5);

    /**
     * So long a month that was read stands for leases that follow. What no slice has, such as bytes
     * that lie, is read by then.
     */
    private static final Duration STANDS = Duration.ofSeconds(30);

    private static final long FIRST = 16;
    private static final long LONGEST = 100_000;

    private final SliceRows slices;
    private final Months months;
    private final TransactionTemplate transaction;
    private final Fraction part;
    private final NodeRun node;
    private final InstantSource clock;

    /**
     * @param part of a cap that a slice may come to
     * @param clock the database's
     */
    Leasing(
            SliceRows slices,
            Months months,
            PlatformTransactionManager transactions,
            Fraction part,
            NodeRun node,
            InstantSource clock) {
        this.slices = slices;
        this.months = months;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        this.part = part;
        this.node = node;
        this.clock = clock;
    }

    /** Has the purse hold as much as is needed, and more if it may. */
    Share lease(Capped capped, Purse purse, Money cap, Quantities need) {
        return lease(capped, purse, cap, need, true);
    }

    /** The same for whoever needs it later, and leaves what there is if there is no more. */
    Share refill(Capped capped, Purse purse, Money cap, Quantities need) {
        return lease(capped, purse, cap, need, false);
    }

    private Share lease(
            Capped capped, Purse purse, Money cap, Quantities need, boolean atAnyPrice) {
        purse.writing.lock();
        try {
            for (int tries = 0; tries < TRIES && !purse.isClosed(); tries++) {
                Share share = once(capped, purse, cap, need, atAnyPrice);
                if (share != null) {
                    return share;
                }
            }
        } finally {
            purse.writing.unlock();
        }
        return new Share.Reserved(); // others were faster each time
    }

    /** Null when another was faster. */
    private @Nullable Share once(
            Capped capped, Purse purse, Money cap, Quantities need, boolean atAnyPrice) {
        Purse.Content before = purse.content();
        if (before.free().covers(need)) {
            return new Share.Granted(Quantities.NOTHING);
        }
        Quantities missing = need.minus(before.free()).max(Quantities.NOTHING);
        Quantities wish = wish(purse, need);
        Facts known = known(purse, cap);
        Facts facts = known == null ? read(capped, purse, cap) : known;
        Share share = Share.of(facts, missing, wish, part);
        if (known != null && !share.equals(new Share.Granted(missing.plus(wish)))) {
            facts = read(capped, purse, cap);
            share = Share.of(facts, missing, wish, part);
        }
        if (atAnyPrice && !(share instanceof Share.Granted)) {
            purse.giveBack(); // what lies here of other meters may be what is missing
            before = purse.content();
            facts = read(capped, purse, cap);
            share = Share.of(facts, need, Quantities.NOTHING, part);
        }
        return switch (share) {
            case Share.Granted(Quantities slice) ->
                    give(capped, purse, facts, before.over(), slice) ? share : null;
            case Share.Reserved _, Share.Reached _ -> share;
        };
    }

    /** Null when it has to be read. */
    private static @Nullable Facts known(Purse purse, Money cap) {
        Purse.Known known = purse.known();
        return known != null
                        && known.facts().isOf(cap, purse.stretch())
                        && System.nanoTime() - known.nanos() < STANDS.toNanos()
                ? known.facts()
                : null;
    }

    private Facts read(Capped capped, Purse purse, Money cap) {
        long nanos = System.nanoTime();
        Facts facts = facts(capped, purse, cap);
        purse.known(new Purse.Known(facts, nanos));
        return facts;
    }

    /** Whether there would be as much, without taking it. */
    Share lookAt(Capped capped, Purse purse, Money cap, Quantities need) {
        if (purse.content().free().covers(need)) {
            return new Share.Granted(Quantities.NOTHING);
        }
        return Share.of(facts(capped, purse, cap), need, Quantities.NOTHING, part);
    }

    Facts facts(Capped capped, Purse purse, Money cap) {
        List<Months.Own> own = capped.purses().stream().map(Leasing::own).toList();
        return months.facts(capped.account, cap, purse.stretch(), own, clock.instant());
    }

    private static Months.Own own(Purse purse) {
        Purse.Content now = purse.content();
        return new Months.Own(purse.stretch().from(), now.free().plus(now.held()), now.used());
    }

    /**
     * So much as was used lately in the time that a lease is to last, by how many leases that was;
     * at first for some calls of the kind at hand, of which there are more than they take memory.
     */
    private static Quantities wish(Purse purse, Quantities need) {
        Purse.Pace pace = purse.takePace();
        long factor = Math.clamp(LASTS.toNanos() / Math.max(1_000_000, pace.nanos()), 1, LONGEST);
        Quantities some = need.times(FIRST);
        return pace.used().times(factor).max(some).plus(some.requestsOnly().times(FIRST));
    }

    private boolean give(
            Capped capped, Purse purse, Facts facts, Quantities over, Quantities slice) {
        boolean given =
                Objects.requireNonNull(
                        transaction.execute(
                                _ -> {
                                    DurableSteps.commit("spend.slice");
                                    return write(capped, purse, facts, over, slice);
                                }));
        Purse.Known known = purse.known();
        if (given) {
            purse.written(over);
            purse.grant(slice);
            purse.known(known == null ? null : new Purse.Known(facts.given(slice), known.nanos()));
        } else {
            purse.known(null);
        }
        return given;
    }

    private boolean write(
            Capped capped, Purse purse, Facts facts, Quantities over, Quantities slice) {
        Instant period = purse.stretch().period().from();
        if (!slices.next(capped.account, period, facts.leases())) {
            return false;
        }
        Purse.Content now = purse.content();
        Quantities content = now.free().plus(now.held()).plus(now.over()).minus(over).plus(slice);
        slices.put(capped.account, purse.stretch(), node, content);
        return true;
    }

    /**
     * Takes from the row what is over.
     *
     * @param ended no call begins in its stretch any more
     */
    void writeBack(Capped capped, Purse purse, boolean ended) {
        purse.writing.lock();
        try {
            Purse.Content now = purse.content();
            Quantities left = now.free().plus(now.held());
            boolean empty = left.equals(Quantities.NOTHING);
            if (!now.over().equals(Quantities.NOTHING)) {
                transaction.executeWithoutResult(
                        _ -> {
                            DurableSteps.commit("spend.written-back");
                            if (empty) {
                                slices.delete(capped.account, purse.stretch(), node.run());
                            } else {
                                slices.put(capped.account, purse.stretch(), node, left);
                            }
                        });
                purse.written(now.over());
            }
            if (ended && purse.close()) {
                capped.remove(purse);
            }
        } finally {
            purse.writing.unlock();
        }
    }
}

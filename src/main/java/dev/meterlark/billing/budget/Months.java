package dev.meterlark.billing.budget;

import dev.meterlark.billing.budget.SliceRows.Slice;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how an account's month stands. First slices, then the ledger: what leaves a slice was in
 * the ledger before, so that it is in one of them at least, and never in neither.
 */
final class Months {

    private final SliceRows slices;
    private final SpendRead ledger;
    private final Books books;
    private final RunId run;
    private final Duration heardWithin;

    /**
     * @param heardWithin a run that was not heard of for longer is taken for dead
     */
    Months(SliceRows slices, SpendRead ledger, Books books, RunId run, Duration heardWithin) {
        this.slices = slices;
        this.ledger = ledger;
        this.books = books;
        this.run = run;
        this.heardWithin = heardWithin;
    }

    /** The same months by what another reads. */
    Months by(SpendRead other) {
        return new Months(slices, other, books, run, heardWithin);
    }

    /**
     * What this node has in hand itself, which nobody knows better.
     *
     * @param stretch where it begins
     */
    record Own(Instant stretch, Quantities aside, Quantities used) {}

    Stretch stretchAt(AccountId account, Instant at) {
        return books.of(account, books.periodAt(at)).stream()
                .filter(each -> each.contains(at))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "account %s has no prices at %s".formatted(account, at)));
    }

    BillingPeriod periodAt(Instant at) {
        return books.periodAt(at);
    }

    Facts facts(AccountId account, Money cap, Stretch wanted, List<Own> own, Instant now) {
        BillingPeriod period = wanted.period();
        long leases = slices.leases(account, period.from());
        return facts(account, cap, wanted, own, leases, now);
    }

    /** For whoever holds the month's row already. */
    Facts facts(
            AccountId account, Money cap, Stretch wanted, List<Own> own, long leases, Instant now) {
        BillingPeriod period = wanted.period();
        List<Slice> others =
                slices.of(account, period.from(), now.minus(heardWithin)).stream()
                        .filter(each -> !each.run().equals(run))
                        .toList();
        List<Facts.Standing> standings = new ArrayList<>();
        int index = -1;
        for (Stretch stretch : books.of(account, period)) {
            if (stretch.from().equals(wanted.from())) {
                index = standings.size();
            }
            standings.add(standing(account, stretch, others, own));
        }
        if (index < 0) {
            throw new IllegalStateException(
                    "the prices of account %s from %s on are others now"
                            .formatted(account, wanted.from()));
        }
        return new Facts(cap, leases, standings, index);
    }

    private Facts.Standing standing(
            AccountId account, Stretch stretch, List<Slice> others, List<Own> own) {
        Quantities aside = Quantities.NOTHING;
        Quantities spent = Quantities.NOTHING;
        for (Slice slice : others) {
            if (slice.stretch().equals(stretch.from())) {
                aside = aside.plus(slice.content());
                spent = slice.alive() ? spent : spent.plus(slice.content());
            }
        }
        for (Own each : own) {
            if (each.stretch().equals(stretch.from())) {
                aside = aside.plus(each.aside());
                spent = spent.plus(each.used());
            }
        }
        var used = ledger.used(account, stretch.from(), stretch.to());
        return new Facts.Standing(new Charged(stretch, used), aside, spent);
    }

    /** What an account pays in; null when its month is in no one currency. */
    @Nullable String currency(AccountId account, Instant at) {
        return stretchAt(account, at).book().currency().getCurrencyCode();
    }
}

package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.shared.Money;

import java.util.ArrayList;
import java.util.List;

/**
 * A month of an account as it stands, for whoever wants a slice of what is left.
 *
 * @param leases so many were given of it; with another number somebody else was faster
 * @param stretches all of the month, in order
 * @param wanted the index of the one that the slice is wanted for
 */
record Facts(Money cap, long leases, List<Standing> stretches, int wanted) {

    /**
     * @param aside every open slice: what may be used yet and what is not in the ledger
     * @param spent what of it was used for sure, as far as is known here, or is a node's that has
     *     not been heard of
     */
    record Standing(Charged charged, Quantities aside, Quantities spent) {

        Standing with(Quantities more) {
            return new Standing(charged, aside.plus(more), spent);
        }
    }

    Facts {
        stretches = List.copyOf(stretches);
    }

    /** Whether they are under these terms, which may have changed. */
    boolean isOf(Money cap, Stretch stretch) {
        return this.cap.equals(cap) && stretches.get(wanted).charged.stretch().equals(stretch);
    }

    /** After the next lease, which was this slice. */
    Facts given(Quantities slice) {
        List<Standing> after = new ArrayList<>(stretches);
        after.set(wanted, stretches.get(wanted).with(slice));
        return new Facts(cap, leases + 1, after, wanted);
    }

    Fraction limit() {
        return Fraction.of(cap.amount());
    }

    /** What the month comes to at most, with another slice. */
    Fraction with(Quantities more) {
        Fraction sum = Fraction.ZERO;
        for (int i = 0; i < stretches.size(); i++) {
            Standing each = stretches.get(i);
            sum = sum.plus(each.charged.with(i == wanted ? each.aside.plus(more) : each.aside));
        }
        return sum;
    }

    /** What it comes to when nothing that is set aside is used but what was used already. */
    Fraction spentWith(Quantities more) {
        Fraction sum = Fraction.ZERO;
        for (int i = 0; i < stretches.size(); i++) {
            Standing each = stretches.get(i);
            sum = sum.plus(each.charged.with(i == wanted ? each.spent.plus(more) : each.spent));
        }
        return sum;
    }

    /** What is priced of what the ledger has. */
    Fraction inLedger() {
        return stretches.stream()
                .map(each -> each.charged.now())
                .reduce(Fraction.ZERO, Fraction::plus);
    }
}

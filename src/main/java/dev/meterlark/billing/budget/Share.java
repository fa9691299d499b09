package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Fraction;

/** Whether there is a slice, and how large: a function of the facts. */
sealed interface Share {

    record Granted(Quantities slice) implements Share {}

    /** What is left is set aside; some of it will not be used. */
    record Reserved() implements Share {}

    /** What was spent leaves no room. */
    record Reached() implements Share {}

    /** After so many halvings nothing is left of any wish. */
    int HALVINGS = 40;

    Fraction HALF = Fraction.of(1, 2);

    /**
     * What is needed, and of what is wished as much as a slice may hold.
     *
     * @param part of the cap that a slice may come to beyond what is needed; and never more than
     *     half of what is left then, so that others find something
     */
    static Share of(Facts facts, Quantities need, Quantities wish, Fraction part) {
        Fraction needed = facts.with(need);
        Fraction left = facts.limit().minus(needed);
        if (left.signum() < 0) {
            return facts.spentWith(need).compareTo(facts.limit()) > 0
                    ? new Reached()
                    : new Reserved();
        }
        Fraction most = needed.plus(left.times(HALF).min(facts.limit().times(part)));
        Quantities more = wish;
        for (int i = 0; i < HALVINGS && !more.equals(Quantities.NOTHING); i++) {
            Quantities slice = need.plus(more);
            if (facts.with(slice).compareTo(most) <= 0) {
                return new Granted(slice);
            }
            more = more.dividedBy(2);
        }
        return new Granted(need);
    }
}

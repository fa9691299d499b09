package dev.meterlark.billing.rating;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A tier of a price.
 *
 * @param upTo the last unit of a whole month that is in it; null for the last step
 * @param amount what so many units cost
 * @param per units for that amount, a power of ten
 */
public record Step(@Nullable BigDecimal upTo, BigDecimal amount, BigDecimal per) {

    static final int MOST = 20;

    public Step {
        PriceNumbers.requireAmount("the price of a step", amount);
        PriceNumbers.requirePowerOfTen(per);
        if (upTo != null) {
            PriceNumbers.requirePositive("the end of a step", upTo);
        }
    }

    /** What one unit costs. */
    Fraction each() {
        return Fraction.of(amount).dividedBy(Fraction.of(per));
    }

    /** Whether it is the last, or the quantity ends in it or before it. */
    boolean holds(Fraction quantity, Fraction share) {
        return upTo == null || quantity.compareTo(end(upTo, share)) <= 0;
    }

    static Fraction end(BigDecimal upTo, Fraction share) {
        return Fraction.of(upTo).times(share);
    }

    String text() {
        String price = Price.PerUnit.text(amount, per);
        return upTo == null
                ? "beyond " + price
                : "up to %s %s".formatted(upTo.toPlainString(), price);
    }

    /** Each ends behind the one before it, and only the last goes on for ever. */
    static List<Step> checked(List<Step> steps) {
        if (steps.isEmpty() || steps.size() > MOST) {
            throw new IllegalArgumentException(
                    "a price must have 1 to %d steps, had %d".formatted(MOST, steps.size()));
        }
        BigDecimal before = BigDecimal.ZERO;
        for (Step step : steps.subList(0, steps.size() - 1)) {
            BigDecimal upTo = step.upTo;
            if (upTo == null || upTo.compareTo(before) <= 0) {
                throw new IllegalArgumentException(
                        "steps must end one behind the other and only the last without an end,"
                                + " was: "
                                + (upTo == null ? "one without" : upTo.toPlainString())
                                + " behind "
                                + before.toPlainString());
            }
            before = upTo;
        }
        BigDecimal end = steps.getLast().upTo;
        if (end != null) {
            throw new IllegalArgumentException(
                    "the last step must have no end, was: " + end.toPlainString());
        }
        return List.copyOf(steps);
    }
}

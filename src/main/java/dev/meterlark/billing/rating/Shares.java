package dev.meterlark.billing.rating;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Splits what a line comes to by what each thing used of it. */
final class Shares {

    private Shares() {}

    /** By thing; one that has nothing new is not in it. */
    static SortedMap<Thing, BigInteger> difference(
            Map<Thing, BigInteger> all, Map<Thing, BigInteger> billed) {
        SortedMap<Thing, BigInteger> difference = new TreeMap<>(all);
        billed.forEach((thing, raw) -> difference.merge(thing, raw.negate(), BigInteger::add));
        difference.values().removeIf(raw -> raw.signum() == 0);
        return difference;
    }

    /**
     * In proportion to quantity. Each share is the difference of two rounded running sums, the last
     * of which is the whole: so they come to exactly it.
     */
    static List<Share> of(Meter meter, SortedMap<Thing, BigInteger> used, Fraction whole) {
        BigInteger total = sum(used);
        List<Share> shares = new ArrayList<>(used.size());
        BigInteger running = BigInteger.ZERO;
        BigDecimal before = BigDecimal.ZERO;
        for (var each : used.entrySet()) {
            running = running.add(each.getValue());
            BigDecimal upTo =
                    total.signum() == 0
                            ? BigDecimal.ZERO
                            : whole.times(new Fraction(running, total)).precise();
            shares.add(
                    new Share(
                            each.getKey(),
                            new Quantity(meter, each.getValue()),
                            upTo.subtract(before)));
            before = upTo;
        }
        return shares;
    }

    static BigInteger sum(Map<Thing, BigInteger> used) {
        return used.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}

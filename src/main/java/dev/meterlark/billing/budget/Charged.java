package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.Quantity;

import java.math.BigInteger;
import java.util.Map;

/**
 * What was used in a stretch, and what it would come to with more.
 *
 * @param used in the meters' raw units
 */
record Charged(Stretch stretch, Map<Meter, BigInteger> used) {

    Charged {
        used = Map.copyOf(used);
    }

    /** What is priced up to now: what is included first, fee and minimum left out. */
    Fraction now() {
        return with(Quantities.NOTHING);
    }

    /** What it comes to at most when any part of so much more is used. */
    Fraction with(Quantities more) {
        Fraction sum = Fraction.ZERO;
        for (Meter meter : Meter.values()) {
            BigInteger there = used.getOrDefault(meter, BigInteger.ZERO);
            sum = sum.plus(atMost(meter, there, BigInteger.valueOf(more.of(meter))));
        }
        return sum;
    }

    /**
     * A price by volume may fall when more is used, so that the end of the way is not its dearest
     * place; all others only rise.
     */
    private Fraction atMost(Meter meter, BigInteger there, BigInteger more) {
        MeterPrice price = stretch.book().price(meter);
        if (price.price() instanceof Price.Volume && more.signum() > 0) {
            return charge(price, meter, there)
                    .plus(price.price().most(new Quantity(meter, more).units()));
        }
        return charge(price, meter, there.add(more));
    }

    private Fraction charge(MeterPrice price, Meter meter, BigInteger raw) {
        return price.of(new Quantity(meter, raw).units(), stretch.share());
    }
}

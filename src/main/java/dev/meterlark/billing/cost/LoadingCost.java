package dev.meterlark.billing.cost;

import dev.meterlark.billing.rating.Fraction;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.shared.Money;

import java.math.BigInteger;

/**
 * What of a call's price was for loading the function: the memory's time of the init that is
 * billed, before milliseconds are rounded up.
 */
final class LoadingCost {

    private static final long MOST_BILLED_MICROS = 10_000_000;
    private static final BigInteger MICROS_PER_MILLI = BigInteger.valueOf(1_000);

    private LoadingCost() {}

    static BigInteger mibMicros(InvocationRecord attempt) {
        return BigInteger.valueOf(Math.min(attempt.initMicros(), MOST_BILLED_MICROS))
                .multiply(BigInteger.valueOf(attempt.memoryMiB()));
    }

    /** At list price, to the 24th digit. */
    static Money of(PriceBook book, BigInteger mibMicros) {
        Fraction units =
                new Fraction(mibMicros, Meter.GB_SECONDS.rawPerUnit().multiply(MICROS_PER_MILLI));
        Fraction price = book.price(Meter.GB_SECONDS).price().list().times(units);
        return new Money(price.rounded(Fraction.DIGITS), book.currency());
    }
}

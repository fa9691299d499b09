package dev.meterlark.billing.rating;

import java.math.BigDecimal;

/**
 * What a price book says of one meter.
 *
 * @param included units a month that cost nothing; the price and its steps begin behind them
 */
public record MeterPrice(Price price, BigDecimal included) {

    public static final MeterPrice NOTHING = of(Price.PerUnit.NOTHING);

    public MeterPrice {
        PriceNumbers.requireAmount("what is included", included);
    }

    public static MeterPrice of(Price price) {
        return new MeterPrice(price, BigDecimal.ZERO);
    }

    /**
     * What so many units cost in a stretch of a month, exactly.
     *
     * @param share which part of its month the stretch is
     */
    public Fraction of(Fraction quantity, Fraction share) {
        Fraction paid = quantity.minus(Fraction.of(included).times(share)).max(Fraction.ZERO);
        return price.of(paid, share);
    }

    String text() {
        return included.signum() == 0
                ? price.text()
                : "%s, after %s a month".formatted(price.text(), included.toPlainString());
    }
}

package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The prices of a book for one call: each meter at the first step that is paid, free quantities
 * left out. Worked out once, because every call asks.
 */
public final class ListPrices {

    /** One byte's share of a price per GB has 30 digits more than that price. */
    private static final int DIGITS_OF_RAW = 60;

    private final PriceBook book;
    private final Map<Meter, BigDecimal> ofRaw = new EnumMap<>(Meter.class);

    public ListPrices(PriceBook book) {
        this.book = book;
        for (Meter meter : Meter.values()) {
            Fraction price =
                    book.price(meter).price().list().dividedBy(Fraction.of(meter.rawPerUnit()));
            BigDecimal decimal = price.rounded(DIGITS_OF_RAW);
            ofRaw.put(
                    meter, decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros());
        }
    }

    public PriceBook book() {
        return book;
    }

    /** The sum, exact where the 24 digits that the ledger keeps hold it; else rounded to them. */
    public Money of(Quantity... used) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Quantity each : used) {
            BigDecimal price = Objects.requireNonNull(ofRaw.get(each.meter()));
            if (price.signum() != 0 && each.raw().signum() != 0) {
                sum = sum.add(price.multiply(new BigDecimal(each.raw())));
            }
        }
        return new Money(
                sum.scale() > Fraction.DIGITS
                        ? sum.setScale(Fraction.DIGITS, RoundingMode.HALF_UP)
                        : sum,
                book.currency());
    }
}

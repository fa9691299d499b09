package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import java.util.Collections;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * One version of a plan's prices. It never changes: new prices are a new version with an id of its
 * own.
 *
 * @param plan the id of the plan whose prices they are
 * @param prices of every meter, in the meters' order; one that is not named costs nothing
 * @param fee for a month of the plan
 * @param minimum what a month comes to at least, fee and usage together after discounts
 */
public record PriceBook(
        String id,
        String plan,
        Currency currency,
        Map<Meter, MeterPrice> prices,
        Money fee,
        Money minimum) {

    public PriceBook {
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException(
                    "nothing is paid in %s: it has no smallest unit"
                            .formatted(currency.getCurrencyCode()));
        }
        fee = own(currency, "the fee", fee);
        minimum = own(currency, "the minimum", minimum);
        Map<Meter, MeterPrice> all = new EnumMap<>(Meter.class);
        for (Meter meter : Meter.values()) {
            all.put(meter, prices.getOrDefault(meter, MeterPrice.NOTHING));
        }
        prices = Collections.unmodifiableMap(all);
    }

    /** Without fee and minimum. */
    public PriceBook(String id, String plan, Currency currency, Map<Meter, MeterPrice> prices) {
        this(id, plan, currency, prices, Money.zero(currency), Money.zero(currency));
    }

    public MeterPrice price(Meter meter) {
        return Objects.requireNonNull(prices.get(meter));
    }

    private static Money own(Currency currency, String name, Money money) {
        PriceNumbers.requireAmount(name, money.amount());
        if (!money.currency().equals(currency)) {
            throw new IllegalArgumentException(
                    "%s must be in %s as the prices are, was: %s"
                            .formatted(name, currency.getCurrencyCode(), money));
        }
        Money rounded = money.rounded();
        if (rounded.amount().compareTo(money.amount()) != 0) {
            throw new IllegalArgumentException(
                    "%s must have at most %d digits behind the point, was: %s"
                            .formatted(name, currency.getDefaultFractionDigits(), money));
        }
        return rounded;
    }
}

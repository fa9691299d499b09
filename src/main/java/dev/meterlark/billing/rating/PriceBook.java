package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One version of the prices. It never changes: new prices are a new version with an id of its own.
 */
public record PriceBook(String id, String name, Currency currency, Map<Meter, Price> prices) {

    /** 0.20 per million requests and 0.0000166667 per GB-second. */
    public static final PriceBook PAY_AS_YOU_GO_2026_01 =
            new PriceBook(
                    "payg-2026-01",
                    "Pay as you go",
                    Currency.getInstance("USD"),
                    Map.of(
                            Meter.REQUESTS,
                            new Price.PerUnit(new BigDecimal("0.20"), new BigDecimal("1000000")),
                            Meter.GB_SECONDS,
                            new Price.PerUnit(new BigDecimal("0.0000166667"), BigDecimal.ONE)));

    public PriceBook {
        prices = Map.copyOf(prices);
        for (Meter meter : Meter.values()) {
            if (!prices.containsKey(meter)) {
                throw new IllegalArgumentException(
                        "price book %s has no price for %s".formatted(id, meter.wireName()));
            }
        }
    }

    /** The exact sum at list prices. */
    public Money atList(List<UsageLine> usage) {
        BigDecimal sum = BigDecimal.ZERO;
        for (UsageLine used : usage) {
            sum = sum.add(price(used.meter()).atList(used.quantity()));
        }
        return new Money(sum, currency);
    }

    /** By meter, in the meters' own order. */
    public Map<Meter, Price> inOrder() {
        return new TreeMap<>(prices);
    }

    private Price price(Meter meter) {
        Price price = prices.get(meter);
        if (price == null) {
            throw new IllegalStateException(
                    "price book %s lost its price for %s".formatted(id, meter.wireName()));
        }
        return price;
    }
}

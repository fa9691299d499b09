package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;

/** Prices that are easy to reckon with. */
final class SamplePrices {

    static final Currency USD = Currency.getInstance("USD");

    private SamplePrices() {}

    /** A cent for each request behind the first hundred of a month; nothing else costs. */
    static PriceBook centARequest(String id) {
        return new PriceBook(id, "plan", USD, Map.of(Meter.REQUESTS, perUnit("0.01", "100")));
    }

    /** The same with 30.00 a month for the plan itself. */
    static PriceBook withFee(String id) {
        return new PriceBook(
                id,
                "plan",
                USD,
                Map.of(Meter.REQUESTS, perUnit("0.01", "100")),
                usd("30.00"),
                Money.zero(USD));
    }

    static MeterPrice perUnit(String amount, String included) {
        return new MeterPrice(
                new Price.PerUnit(new BigDecimal(amount), BigDecimal.ONE),
                new BigDecimal(included));
    }

    static Money usd(String amount) {
        return new Money(new BigDecimal(amount), USD);
    }
}

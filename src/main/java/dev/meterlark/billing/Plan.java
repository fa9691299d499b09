package dev.meterlark.billing;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/**
 * A plan as people see it.
 *
 * @param priceBook the version of the prices
 */
public record Plan(String name, String priceBook, Currency currency, List<Line> prices) {

    /**
     * @param unit singular: {@code GB-second}
     * @param per how many units the amount buys
     */
    public record Line(String meter, String unit, BigDecimal amount, BigDecimal per) {}
}

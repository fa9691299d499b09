package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.time.YearMonth;

/** What a coupon takes off the fee and the usage of one month. */
public sealed interface Discount {

    /** Of the coupon's use by the account. */
    String id();

    String description();

    /** The month whose segments it is for. */
    YearMonth month();

    /**
     * @param percent more than 0, at most 100
     */
    record Percent(String id, String description, YearMonth month, BigDecimal percent)
            implements Discount {

        public Percent {
            PriceNumbers.requirePositive("a discount", percent);
            if (percent.compareTo(BigDecimal.valueOf(100)) > 0) {
                throw new IllegalArgumentException(
                        "a discount must be at most 100 percent, was: " + percent.toPlainString());
            }
        }
    }

    /**
     * @param remaining what the month has left of it
     */
    record Amount(String id, String description, YearMonth month, Money remaining)
            implements Discount {

        public Amount {
            PriceNumbers.requireAmount("a discount", remaining.amount());
        }
    }
}

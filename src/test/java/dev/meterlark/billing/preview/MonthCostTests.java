package dev.meterlark.billing.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.billing.rating.Adjustments;
import dev.meterlark.billing.rating.CreditBalance;
import dev.meterlark.billing.rating.Discount;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.billing.rating.Tax;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;

class MonthCostTests {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final YearMonth MONTH = YearMonth.of(2026, 10);

    @Test
    void discountsComeBeforeTaxAndCreditsAfterIt() {
        Adjustments adjustments =
                new Adjustments(
                        List.of(new Discount.Percent("1", "A fifth", MONTH, new BigDecimal(20))),
                        Tax.standard(new BigDecimal("19")),
                        List.of(new CreditBalance("2", "Hello", euros("50"))));

        MonthCost cost = MonthCost.of(List.of(fee("100")), adjustments);

        assertThat(cost)
                .isEqualTo(
                        new MonthCost(
                                euros("80.00"),
                                euros("20.00"),
                                euros("15.20"),
                                euros("95.20"),
                                euros("50.00"),
                                euros("45.20")));
    }

    private static Segment fee(String fee) {
        PriceBook book = new PriceBook("b", "p", EUR, Map.of(), euros(fee), Money.zero(EUR));
        return Segment.whole(
                BillingPeriod.of(MONTH, ZoneOffset.UTC), book, Segment.Stage.DUE, List.of());
    }

    private static Money euros(String amount) {
        return new Money(new BigDecimal(amount), EUR);
    }
}

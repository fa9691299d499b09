package dev.meterlark.billing.budget;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Step;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** Prices that are easy to work out by hand, for all accounts. */
final class SampleBooks implements Books {

    static final Currency EUR = Currency.getInstance("EUR");

    private final PriceBook book;

    SampleBooks(PriceBook book) {
        this.book = book;
    }

    /**
     * A cent a request, 100 of them free; 0.10 a GB-second, 0.05 above 40, 10 free; 0.004 a request
     * to storage, 20 free; 0.25 a GB sent out, 1 free; 0.02 a GB-second kept ready.
     */
    static SampleBooks simple() {
        return new SampleBooks(
                new PriceBook(
                        "simple-1",
                        "simple",
                        EUR,
                        Map.of(
                                Meter.REQUESTS,
                                perUnit("0.01", 100),
                                Meter.GB_SECONDS,
                                new MeterPrice(
                                        new Price.Graduated(
                                                List.of(
                                                        new Step(
                                                                new BigDecimal(40),
                                                                new BigDecimal("0.10"),
                                                                BigDecimal.ONE),
                                                        new Step(
                                                                null,
                                                                new BigDecimal("0.05"),
                                                                BigDecimal.ONE))),
                                        BigDecimal.TEN),
                                Meter.STORAGE_REQUESTS,
                                perUnit("0.004", 20),
                                Meter.EGRESS_GB,
                                perUnit("0.25", 1),
                                Meter.PROVISIONED_GB_SECONDS,
                                perUnit("0.02", 0))));
    }

    private static MeterPrice perUnit(String amount, int included) {
        return new MeterPrice(
                new Price.PerUnit(new BigDecimal(amount), BigDecimal.ONE),
                new BigDecimal(included));
    }

    @Override
    public BillingPeriod periodAt(Instant instant) {
        return BillingPeriod.at(instant, ZoneOffset.UTC);
    }

    @Override
    public List<Stretch> of(AccountId account, BillingPeriod period) {
        return List.of(new Stretch(period, period.from(), period.to(), book));
    }
}

package dev.meterlark.billing;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Step;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The plans that come with the product, and their first price books. */
public final class ProductPlans {

    private static final Currency USD = Currency.getInstance("USD");
    private static final String MILLION = "1000000";

    /** Free up to what is included, and no further. */
    public static final PlanTerms FREE =
            new PlanTerms("free", "Free", USD, Money.zero(USD), new KeptDays(3, 3, 1));

    public static final PlanTerms PAYG =
            new PlanTerms("payg", "Pay as you go", USD, null, new KeptDays(30, 30, 3));
    public static final PlanTerms TEAM =
            new PlanTerms("team", "Team", USD, null, new KeptDays(90, 90, 7));

    /** 0.20 per million requests and 0.0000166667 per GB-second, behind what is included. */
    public static final PriceBook PAYG_2026_01 =
            new PriceBook("payg-2026-01", PAYG.id(), USD, payAsYouGo("100", "5", "1", "0"));

    public static final PriceBook FREE_2026_01 =
            new PriceBook("free-2026-01", FREE.id(), USD, payAsYouGo("1", "1", "1", MILLION));

    public static final PriceBook TEAM_2026_01 =
            new PriceBook(
                    "team-2026-01",
                    TEAM.id(),
                    USD,
                    team(),
                    new Money(new BigDecimal("25.00"), USD),
                    Money.zero(USD));

    /** From when on these prices hold: before there was anything to be paid. */
    public static final Instant SINCE = Instant.parse("2000-01-01T00:00:00Z");

    private ProductPlans() {}

    /** A plan with its first prices. */
    public record Offer(PlanTerms plan, PriceBook book) {}

    public static List<Offer> all() {
        return List.of(
                new Offer(FREE, FREE_2026_01),
                new Offer(PAYG, PAYG_2026_01),
                new Offer(TEAM, TEAM_2026_01));
    }

    private static Map<Meter, MeterPrice> payAsYouGo(
            String egressGb, String bucketGb, String tableGb, String storageRequests) {
        Map<Meter, MeterPrice> prices = new EnumMap<>(Meter.class);
        prices.put(Meter.REQUESTS, price("0.20", MILLION, MILLION));
        prices.put(Meter.GB_SECONDS, price("0.0000166667", "1", "400000"));
        prices.put(Meter.EGRESS_GB, price("0.09", "1", egressGb));
        prices.put(Meter.BUCKET_GB_MONTHS, price("0.023", "1", bucketGb));
        prices.put(Meter.TABLE_GB_MONTHS, price("0.25", "1", tableGb));
        prices.put(Meter.STORAGE_REQUESTS, price("0.40", MILLION, storageRequests));
        prices.put(Meter.PROVISIONED_GB_SECONDS, price("0.0000041667", "1", "0"));
        return prices;
    }

    private static Map<Meter, MeterPrice> team() {
        Map<Meter, MeterPrice> prices = payAsYouGo("500", "50", "10", MILLION);
        prices.put(
                Meter.REQUESTS,
                new MeterPrice(
                        new Price.Graduated(
                                List.of(
                                        step("100000000", "0.18", MILLION),
                                        step(null, "0.15", MILLION))),
                        new BigDecimal("5000000")));
        prices.put(Meter.GB_SECONDS, price("0.000015", "1", "1000000"));
        return prices;
    }

    private static MeterPrice price(String amount, String per, String included) {
        return new MeterPrice(
                new Price.PerUnit(new BigDecimal(amount), new BigDecimal(per)),
                new BigDecimal(included));
    }

    private static Step step(@Nullable String upTo, String amount, String per) {
        return new Step(
                upTo == null ? null : new BigDecimal(upTo),
                new BigDecimal(amount),
                new BigDecimal(per));
    }
}

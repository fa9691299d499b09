package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Discount;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Step;
import dev.meterlark.billing.rating.Tax;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * Months, prices and amounts from a seed: borders and their neighbours more often than the rest.
 */
final class GeneratedMonths {

    static final List<ZoneId> ZONES =
            List.of(
                    ZoneId.of("UTC"),
                    ZoneId.of("Europe/Berlin"),
                    ZoneId.of("America/New_York"),
                    ZoneId.of("Asia/Kolkata"),
                    ZoneId.of("Australia/Lord_Howe"),
                    ZoneId.of(
                            "America/Asuncion"), // a midnight that does not exist, on the first of
                    // a month
                    ZoneId.of("Pacific/Apia"));

    /** Leap years and others, ends of years, changes of the clock. */
    private static final List<YearMonth> FIRST =
            List.of(
                    YearMonth.of(2024, 1),
                    YearMonth.of(2023, 1),
                    YearMonth.of(2026, 2),
                    YearMonth.of(2026, 9),
                    YearMonth.of(2017, 9),
                    YearMonth.of(2025, 11));

    private static final List<Currency> CURRENCIES =
            List.of(
                    Currency.getInstance("USD"),
                    Currency.getInstance("JPY"),
                    Currency.getInstance("KWD"));

    private static final BigInteger MOST = BigInteger.TEN.pow(12);

    private final Random random;
    final ZoneId zone;
    final List<YearMonth> months;
    final Currency currency;
    final Tax tax;

    GeneratedMonths(Random random, ZoneId zone) {
        this.random = random;
        this.zone = zone;
        YearMonth first = pick(FIRST);
        this.months = List.of(first, first.plusMonths(1), first.plusMonths(2));
        this.currency = pick(CURRENCIES);
        this.tax =
                random.nextBoolean()
                        ? Tax.none(Tax.Category.AE, "Reverse charge")
                        : Tax.standard(pick(List.of(new BigDecimal("19"), new BigDecimal("7.7"))));
    }

    boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** One from the beginning, and up to three that take over at any whole hour. */
    NavigableMap<Instant, PriceBook> books(List<Instant> hours) {
        NavigableMap<Instant, PriceBook> books = new TreeMap<>();
        books.put(Instant.parse("2000-01-01T00:00:00Z"), book("book-0"));
        for (int i = random.nextInt(4); i > 0; i--) {
            books.put(pick(hours), book("book-" + i));
        }
        return books;
    }

    private PriceBook book(String id) {
        Map<Meter, MeterPrice> prices = new EnumMap<>(Meter.class);
        for (Meter meter : Meter.values()) {
            BigDecimal included =
                    pick(List.of("0", "0", "1", "100", "2500000.5")).equals("0")
                            ? BigDecimal.ZERO
                            : new BigDecimal(pick(List.of("1", "100", "2500000.5")));
            prices.put(meter, new MeterPrice(price(), included));
        }
        return new PriceBook(
                id,
                "plan",
                currency,
                prices,
                chance(2) ? Money.zero(currency) : money(100),
                chance(2) ? Money.zero(currency) : money(100_000));
    }

    private Price price() {
        return switch (random.nextInt(6)) {
            case 0 -> new Price.Flat(rate());
            case 1 ->
                    new Price.Package(
                            pick(List.of(BigDecimal.ONE, new BigDecimal("1000"))), rate());
            case 2 -> new Price.Graduated(steps());
            case 3 ->
                    new Price.Volume(
                            List.of(step("100", "0.3"), step("5000", "0.2"), step(null, "0.1")));
            default ->
                    new Price.PerUnit(rate(), pick(List.of(BigDecimal.ONE, BigDecimal.TEN.pow(6))));
        };
    }

    private List<Step> steps() {
        return List.of(
                step("100", pick(List.of("0", "0.5"))),
                step("1000.5", rate().toPlainString()),
                step(null, rate().toPlainString()));
    }

    private static Step step(@Nullable String upTo, String amount) {
        return new Step(
                upTo == null ? null : new BigDecimal(upTo), new BigDecimal(amount), BigDecimal.ONE);
    }

    private BigDecimal rate() {
        return pick(
                List.of(
                        BigDecimal.ZERO,
                        BigDecimal.ONE,
                        new BigDecimal("0.0000166667"),
                        new BigDecimal("0.005"),
                        new BigDecimal("19.99")));
    }

    Money money(int most) {
        int digits = currency.getDefaultFractionDigits();
        return new Money(BigDecimal.valueOf(1 + random.nextInt(most * 10), digits), currency);
    }

    List<Discount> discounts() {
        List<Discount> discounts = new ArrayList<>();
        if (chance(2)) {
            discounts.add(
                    new Discount.Percent(
                            "part",
                            "A part",
                            pick(months),
                            new BigDecimal(pick(List.of("100", "33.3", "5")))));
        }
        return discounts;
    }

    /** Raw units of the ledger: none, one, the borders of tiers and their neighbours, and 10¹². */
    BigInteger amount(BigInteger unit) {
        BigInteger border = BigInteger.valueOf(pick(List.of(1L, 100L, 101L, 1000L, 5000L)));
        return switch (random.nextInt(7)) {
            case 0 -> BigInteger.ONE;
            case 1 -> border.multiply(unit);
            case 2 -> border.multiply(unit).add(BigInteger.ONE);
            case 3 -> border.multiply(unit).subtract(BigInteger.ONE).max(BigInteger.ONE);
            case 4 -> MOST.multiply(unit);
            default -> new BigInteger(1 + random.nextInt(50), random).add(BigInteger.ONE);
        };
    }

    /** The first and the last of a month more often than the others. */
    Instant hour(List<Instant> hours) {
        return switch (random.nextInt(4)) {
            case 0 -> hours.getFirst();
            case 1 -> hours.getLast();
            default -> pick(hours);
        };
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }
}

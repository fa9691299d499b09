package dev.meterlark.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What holds for all prices and all usage; the seed is in each message. */
class RatingPropertyTests {

    private static final int CASES = 400;
    private static final List<String> CURRENCIES = List.of("JPY", "USD", "EUR", "KWD", "CLF");
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe");

    @Test
    void moreUsageNeverCostsLessButByVolume() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            MeterPrice price = price(random);
            Fraction share = Fraction.of(1 + random.nextInt(720), 720);
            Fraction some = quantity(random);
            Fraction more = some.plus(quantity(random));

            if (!(price.price() instanceof Price.Volume)) {
                assertThat(price.of(some, share))
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(price.of(more, share));
            }
            assertThat(price.of(Fraction.ZERO, share)).as("seed %d", seed).isEqualTo(Fraction.ZERO);
        }
    }

    @Test
    void soMuchMoreNeverAddsMoreThanWasSaid() {
        for (int seed = 0; seed < CASES * 5; seed++) {
            Random random = new Random(seed);
            MeterPrice price = price(random);
            Fraction share = Fraction.of(1 + random.nextInt(720), 720);
            Fraction before = quantity(random);
            Fraction more = quantity(random);

            Fraction added = price.of(before.plus(more), share).minus(price.of(before, share));

            assertThat(added)
                    .as("seed %d: %s", seed, price)
                    .isLessThanOrEqualTo(price.price().most(more));
        }
    }

    /** However a month's usage is cut into invoices, they come to what one would have asked. */
    @Test
    void invoicesOneAfterTheOtherComeToWhatOneWouldHaveAsked() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            Segment none = segment(random);
            List<Used> used = new ArrayList<>();
            List<Line> lines = new ArrayList<>();
            Segment last = none;
            for (int part = 0; part < 1 + random.nextInt(4); part++) {
                used.addAll(used(random));
                Segment next = with(last, used);
                Rated rated = Rating.rate(List.of(next), Adjustments.NONE);
                lines.addAll(rated.lines());
                last = billed(next, rated);
            }

            Rated once = Rating.rate(List.of(with(none, used)), Adjustments.NONE);

            for (Meter meter : Meter.values()) {
                assertThat(precise(lines, meter).subtract(precise(once.lines(), meter)).abs())
                        .as("seed %d, %s", seed, meter)
                        .isLessThanOrEqualTo(new BigDecimal("0.000000000000000000000004"));
                assertThat(raw(lines, meter)).as("seed %d", seed).isEqualTo(raw(used, meter));
            }
        }
    }

    @Test
    void sharesComeToTheirLineAndLinesToTheInvoice() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            Rated rated =
                    Rating.rate(
                            List.of(with(segment(random), used(random))),
                            new Adjustments(
                                    List.of(), Tax.standard(BigDecimal.valueOf(19)), List.of()));

            for (Line line : rated.lines()) {
                assertThat(line.amount().amount().scale())
                        .isEqualTo(rated.currency().getDefaultFractionDigits());
                if (line.kind() == Line.Kind.USAGE) {
                    assertThat(
                                    line.shares().stream()
                                            .map(Share::precise)
                                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                            .as("seed %d", seed)
                            .isEqualByComparingTo(line.precise());
                    assertThat(line.shares()).allMatch(each -> each.precise().signum() >= 0);
                }
            }
            Money net =
                    rated.lines().stream()
                            .map(Line::amount)
                            .reduce(Money.zero(rated.currency()), Money::plus);
            assertThat(rated.net().amount()).isEqualByComparingTo(net.amount());
            assertThat(rated.gross()).isEqualTo(rated.net().plus(rated.tax()));
            assertThat(rated.payable()).isEqualTo(rated.gross());
        }
    }

    @Test
    void theSameGivesTheSame() {
        for (int seed = 0; seed < 50; seed++) {
            Segment one = with(segment(new Random(seed)), used(new Random(seed)));
            Segment other = with(segment(new Random(seed)), used(new Random(seed)).reversed());

            assertThat(amounts(other)).as("seed %d", seed).isEqualTo(amounts(one));
        }
    }

    private static List<Object> amounts(Segment segment) {
        return Rating.rate(List.of(segment), Adjustments.NONE).lines().stream()
                .<Object>map(line -> List.of(line.precise(), line.amount(), line.shares()))
                .toList();
    }

    private static Segment segment(Random random) {
        BillingPeriod period =
                BillingPeriod.of(
                        YearMonth.of(2024 + random.nextInt(5), 1 + random.nextInt(12)),
                        ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
        int from = random.nextInt((int) period.hours());
        int to = from + 1 + random.nextInt((int) period.hours() - from);
        return new Segment(
                period,
                period.from().plus(Duration.ofHours(from)),
                period.from().plus(Duration.ofHours(to)),
                book(random),
                Segment.Stage.DUE,
                List.of(),
                Billed.NOTHING);
    }

    private static Segment with(Segment segment, List<Used> used) {
        return new Segment(
                segment.period(),
                segment.from(),
                segment.to(),
                segment.book(),
                segment.stage(),
                used,
                segment.billed());
    }

    private static Segment billed(Segment segment, Rated rated) {
        return new Segment(
                segment.period(),
                segment.from(),
                segment.to(),
                segment.book(),
                segment.stage(),
                segment.used(),
                Samples.billed(segment, rated));
    }

    private static PriceBook book(Random random) {
        Currency currency = Currency.getInstance(CURRENCIES.get(random.nextInt(CURRENCIES.size())));
        Map<Meter, MeterPrice> prices = new EnumMap<>(Meter.class);
        for (Meter meter : Meter.values()) {
            prices.put(meter, price(random));
        }
        return new PriceBook(
                "b",
                "p",
                currency,
                prices,
                new Money(BigDecimal.valueOf(random.nextInt(100)), currency),
                new Money(BigDecimal.valueOf(random.nextInt(1000)), currency));
    }

    private static MeterPrice price(Random random) {
        return new MeterPrice(
                switch (random.nextInt(5)) {
                    case 0 -> new Price.Flat(amount(random));
                    case 1 -> new Price.PerUnit(amount(random), per(random));
                    case 2 -> new Price.Graduated(steps(random, false));
                    case 3 -> new Price.Volume(steps(random, true));
                    default ->
                            new Price.Package(
                                    BigDecimal.valueOf(1 + random.nextInt(100_000)),
                                    amount(random));
                },
                BigDecimal.valueOf(random.nextBoolean() ? 0 : random.nextInt(10_000)));
    }

    private static List<Step> steps(Random random, boolean falling) {
        List<Step> steps = new ArrayList<>();
        BigDecimal upTo = BigDecimal.ZERO;
        BigDecimal amount = amount(random);
        int count = 1 + random.nextInt(5);
        for (int i = 1; i <= count; i++) {
            upTo = upTo.add(BigDecimal.valueOf(1 + random.nextInt(10_000)));
            @Nullable BigDecimal end = i == count ? null : upTo;
            steps.add(new Step(end, amount, BigDecimal.ONE));
            amount = falling ? amount.divide(BigDecimal.valueOf(2)) : amount(random);
        }
        return steps;
    }

    private static BigDecimal amount(Random random) {
        return BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(10));
    }

    private static BigDecimal per(Random random) {
        return BigDecimal.TEN.pow(random.nextInt(7));
    }

    private static Fraction quantity(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Fraction.of(random.nextInt(3));
            case 1 -> Fraction.of(1_000_000_000_000L);
            case 2 -> Fraction.of(random.nextInt(50_000));
            default -> Fraction.of(random.nextInt(100_000), 1 + random.nextInt(1_024_000));
        };
    }

    private static List<Used> used(Random random) {
        List<Used> used = new ArrayList<>();
        for (Meter meter : Meter.values()) {
            for (int i = random.nextInt(4); i > 0; i--) {
                BigInteger raw =
                        random.nextInt(10) == 0
                                ? BigInteger.valueOf(1_000_000_000_000L)
                                : new BigInteger(1 + random.nextInt(60), random);
                used.add(new Used(Samples.function("f" + random.nextInt(3)), meter, raw));
            }
        }
        return used;
    }

    private static BigDecimal precise(List<Line> lines, Meter meter) {
        return lines.stream()
                .filter(line -> line.meter() == meter)
                .map(Line::precise)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigInteger raw(List<?> of, Meter meter) {
        return of.stream()
                .map(
                        each ->
                                switch (each) {
                                    case Used used ->
                                            used.meter() == meter ? used.raw() : BigInteger.ZERO;
                                    case Line line ->
                                            line.meter() == meter && line.quantity() != null
                                                    ? line.quantity().raw()
                                                    : BigInteger.ZERO;
                                    default -> throw new AssertionError(each);
                                })
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}

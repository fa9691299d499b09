package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Discount;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Step;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reckons an account's invoices again, by the rules of docs/billing.md and by another way than the
 * product: from the rows of usage, hour by hour, with its own months, stretches, tiers and
 * rounding; and remembers for itself what it has billed.
 */
final class ReferenceInvoices {

    private final ZoneId zone;
    private final NavigableMap<Instant, PriceBook> books;
    private final List<Discount> discounts;
    private final Map<String, BigInteger> billed = new HashMap<>();
    private final Map<String, BigDecimal> money = new HashMap<>();

    ReferenceInvoices(
            ZoneId zone, NavigableMap<Instant, PriceBook> books, List<Discount> discounts) {
        this.zone = zone;
        this.books = books;
        this.discounts = discounts;
    }

    /** A row of what was used: how much in an hour, by the meter that has a price. */
    record Row(Instant hour, Meter meter, String thing, BigInteger raw) {}

    /** A line, as far as it can be reckoned: without words. */
    record Expected(
            YearMonth month, String kind, String meter, BigInteger raw, BigDecimal amount) {}

    private record Stretch(PriceBook book, Instant from, List<Instant> hours, int ofMonth) {

        Ratio share() {
            return new Ratio(BigInteger.valueOf(hours.size()), BigInteger.valueOf(ofMonth));
        }
    }

    /**
     * @param months in order; the last one is billed, those before it are late
     * @param whole whether the last one is over
     */
    List<Expected> lines(List<YearMonth> months, boolean whole, Instant upTo, List<Row> rows) {
        List<Expected> lines = new ArrayList<>();
        for (YearMonth month : months) {
            boolean late = !month.equals(months.getLast());
            Map<String, BigDecimal> taken = new HashMap<>();
            for (Stretch stretch : stretches(month)) {
                lines.addAll(lines(month, stretch, late, late || whole, upTo, rows, taken));
            }
        }
        return lines;
    }

    private List<Expected> lines(
            YearMonth month,
            Stretch stretch,
            boolean late,
            boolean whole,
            Instant upTo,
            List<Row> rows,
            Map<String, BigDecimal> taken) {
        List<Expected> lines = new ArrayList<>();
        int digits = stretch.book().currency().getDefaultFractionDigits();
        for (Meter meter : Meter.values()) {
            usage(month, stretch, meter, upTo, rows)
                    .ifPresent(
                            used ->
                                    lines.add(
                                            new Expected(
                                                    month,
                                                    late ? "late" : "usage",
                                                    meter.wireName(),
                                                    used.fresh(),
                                                    used.exact().rounded(digits))));
        }
        if (whole) {
            fee(month, stretch, digits).ifPresent(lines::add);
        }
        BigDecimal before = sum(lines);
        for (Discount discount : discounts) {
            BigDecimal off = off(discount, month, before, taken).negate();
            off = Ratio.of(off).rounded(digits);
            if (off.signum() != 0) {
                lines.add(new Expected(month, "discount", "", BigInteger.ZERO, off));
                before = before.add(off);
                taken.merge(discount.id(), off.negate(), BigDecimal::add);
            }
        }
        String key = month + "/" + stretch.from();
        BigDecimal charged = remember(key + "/charged", sum(lines));
        if (whole) {
            minimum(month, stretch, key, charged, digits).ifPresent(lines::add);
        }
        return lines;
    }

    private record Fresh(BigInteger fresh, Ratio exact) {}

    private Optional<Fresh> usage(
            YearMonth month, Stretch stretch, Meter meter, Instant upTo, List<Row> rows) {
        Map<String, BigInteger> now = new TreeMap<>();
        for (Row row : rows) {
            if (row.meter() == meter
                    && row.hour().isBefore(upTo)
                    && stretch.hours().contains(row.hour())) {
                now.merge(row.thing(), row.raw(), BigInteger::add);
            }
        }
        BigInteger all = BigInteger.ZERO;
        BigInteger before = BigInteger.ZERO;
        boolean changed = false;
        for (var each : now.entrySet()) {
            String key =
                    String.join(
                            "/",
                            month.toString(),
                            stretch.from().toString(),
                            meter.name(),
                            each.getKey());
            BigInteger was = billed.getOrDefault(key, BigInteger.ZERO);
            changed |= !was.equals(each.getValue());
            all = all.add(each.getValue());
            before = before.add(was);
            billed.put(key, each.getValue());
        }
        if (!changed) {
            return Optional.empty();
        }
        MeterPrice price = stretch.book().price(meter);
        Ratio exact =
                cost(price, units(meter, all), stretch.share())
                        .minus(cost(price, units(meter, before), stretch.share()));
        return Optional.of(new Fresh(all.subtract(before), exact));
    }

    private Optional<Expected> fee(YearMonth month, Stretch stretch, int digits) {
        String key = month + "/" + stretch.from() + "/fee";
        Ratio fee = Ratio.of(stretch.book().fee().amount()).times(stretch.share());
        Ratio owed = fee.minus(Ratio.of(money.getOrDefault(key, BigDecimal.ZERO)));
        BigDecimal precise = owed.rounded(24);
        if (precise.signum() == 0) {
            return Optional.empty();
        }
        remember(key, precise);
        return Optional.of(new Expected(month, "fee", "", BigInteger.ZERO, owed.rounded(digits)));
    }

    private Optional<Expected> minimum(
            YearMonth month, Stretch stretch, String key, BigDecimal charged, int digits) {
        Ratio missing =
                Ratio.of(stretch.book().minimum().amount())
                        .times(stretch.share())
                        .minus(Ratio.of(charged))
                        .orZero();
        BigDecimal before = money.getOrDefault(key + "/minimum", BigDecimal.ZERO);
        BigDecimal amount = missing.rounded(digits).subtract(before);
        if (amount.signum() == 0) {
            return Optional.empty();
        }
        remember(key + "/minimum", amount);
        return Optional.of(new Expected(month, "minimum", "", BigInteger.ZERO, amount));
    }

    private static BigDecimal off(
            Discount discount, YearMonth month, BigDecimal of, Map<String, BigDecimal> taken) {
        if (!discount.month().equals(month)) {
            return BigDecimal.ZERO;
        }
        return switch (discount) {
            case Discount.Percent percent -> of.multiply(percent.percent()).movePointLeft(2);
            case Discount.Amount amount ->
                    amount.remaining()
                            .amount()
                            .subtract(taken.getOrDefault(amount.id(), BigDecimal.ZERO))
                            .min(of)
                            .max(BigDecimal.ZERO);
        };
    }

    /** What so many units cost, each tier by what of the quantity lies in it. */
    private static Ratio cost(MeterPrice price, Ratio quantity, Ratio share) {
        Ratio paid = quantity.minus(Ratio.of(price.included()).times(share)).orZero();
        return switch (price.price()) {
            case Price.Flat(var amount) ->
                    paid.over().signum() == 0 ? Ratio.ZERO : Ratio.of(amount).times(share);
            case Price.PerUnit(var amount, var per) ->
                    paid.times(Ratio.of(amount)).by(Ratio.of(per));
            case Price.Package(var size, var amount) ->
                    Ratio.whole(paid.by(Ratio.of(size)).roundedUp()).times(Ratio.of(amount));
            case Price.Graduated(var steps) -> graduated(steps, paid, share);
            case Price.Volume(var steps) ->
                    paid.times(
                            each(
                                    steps.stream()
                                            .filter(step -> !paid.isOver(end(step, paid, share)))
                                            .findFirst()
                                            .orElseThrow()));
        };
    }

    private static Ratio graduated(List<Step> steps, Ratio paid, Ratio share) {
        Ratio sum = Ratio.ZERO;
        Ratio begin = Ratio.ZERO;
        for (Step step : steps) {
            Ratio end = end(step, paid, share);
            sum = sum.plus(paid.atMost(end).minus(begin).orZero().times(each(step)));
            begin = end;
        }
        return sum;
    }

    private static Ratio each(Step step) {
        return Ratio.of(step.amount()).by(Ratio.of(step.per()));
    }

    /** Of the last one: behind all that there is. */
    private static Ratio end(Step step, Ratio paid, Ratio share) {
        BigDecimal upTo = step.upTo();
        return upTo == null ? paid.plus(Ratio.whole(BigInteger.ONE)) : Ratio.of(upTo).times(share);
    }

    /** By hand, not by what the meter says of itself. */
    private static Ratio units(Meter meter, BigInteger raw) {
        BigInteger gb = BigInteger.valueOf(1024).pow(3);
        BigInteger monthOfMicros =
                BigInteger.valueOf(730L * 60 * 60).multiply(BigInteger.TEN.pow(6));
        BigInteger one =
                switch (meter) {
                    case REQUESTS, STORAGE_REQUESTS -> BigInteger.ONE;
                    case GB_SECONDS, PROVISIONED_GB_SECONDS -> BigInteger.valueOf(1_024_000);
                    case CPU_SECONDS -> BigInteger.TEN.pow(6);
                    case EGRESS_GB -> gb;
                    case BUCKET_GB_MONTHS, TABLE_GB_MONTHS -> gb.multiply(monthOfMicros);
                };
        return new Ratio(raw, one);
    }

    /** Hour by hour: each belongs to the month that the zone's calendar says when it begins. */
    private List<Stretch> stretches(YearMonth month) {
        List<Instant> hours = hours(month);
        List<Stretch> stretches = new ArrayList<>();
        for (Instant hour : hours) {
            PriceBook book = Objects.requireNonNull(books.floorEntry(hour)).getValue();
            boolean goesOn = !stretches.isEmpty() && !books.containsKey(hour);
            if (!goesOn) {
                stretches.add(new Stretch(book, hour, new ArrayList<>(), hours.size()));
            }
            stretches.getLast().hours().add(hour);
        }
        return stretches;
    }

    List<Instant> hours(YearMonth month) {
        List<Instant> hours = new ArrayList<>();
        Instant hour = month.atDay(1).atStartOfDay(zone).toInstant().minus(2, ChronoUnit.DAYS);
        for (hour = hour.truncatedTo(ChronoUnit.HOURS);
                !YearMonth.from(hour.atZone(zone)).isAfter(month);
                hour = hour.plus(1, ChronoUnit.HOURS)) {
            if (YearMonth.from(hour.atZone(zone)).equals(month)) {
                hours.add(hour);
            }
        }
        return hours;
    }

    private BigDecimal remember(String key, BigDecimal more) {
        return money.merge(key, more, BigDecimal::add);
    }

    private static BigDecimal sum(List<Expected> lines) {
        return lines.stream().map(Expected::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}

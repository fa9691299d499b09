package dev.meterlark.billing.rating;

import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** Months, books and usage that tests of rating begin with. */
final class Samples {

    static final BillingPeriod NOVEMBER = BillingPeriod.of(YearMonth.of(2026, 11), ZoneOffset.UTC);

    private Samples() {}

    static Thing function(String name) {
        return new Thing(Thing.Kind.FUNCTION, "id of " + name, name);
    }

    static Used requests(String function, long count) {
        return new Used(function(function), Meter.REQUESTS, BigInteger.valueOf(count));
    }

    static Money money(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }

    /** Each request at that price behind those that are included. */
    static PriceBook book(String currency, String price, long included, String fee, String min) {
        return new PriceBook(
                "b",
                "p",
                Currency.getInstance(currency),
                Map.of(
                        Meter.REQUESTS,
                        new MeterPrice(
                                new Price.PerUnit(new BigDecimal(price), BigDecimal.ONE),
                                BigDecimal.valueOf(included))),
                money(fee, currency),
                money(min, currency));
    }

    static Segment month(PriceBook book, Used... used) {
        return Segment.whole(NOVEMBER, book, Segment.Stage.DUE, List.of(used));
    }

    /** The hours of November from one to the other. */
    static Segment hours(PriceBook book, int from, int to, Used... used) {
        return new Segment(
                NOVEMBER,
                NOVEMBER.from().plusSeconds(from * 3600L),
                NOVEMBER.from().plusSeconds(to * 3600L),
                book,
                Segment.Stage.DUE,
                List.of(used),
                Billed.NOTHING);
    }

    /** The same a second time, after an invoice that asked for the first one. */
    static Segment again(Segment segment, Segment.Stage stage, Rated before, Used... used) {
        return new Segment(
                segment.period(),
                segment.from(),
                segment.to(),
                segment.book(),
                stage,
                List.of(used),
                billed(segment, before));
    }

    /** What the invoice asked of the segment, on top of what was asked of it before. */
    static Billed billed(Segment segment, Rated rated) {
        List<Line> lines =
                rated.lines().stream()
                        .filter(line -> line.segment().from().equals(segment.from()))
                        .toList();
        Billed before = segment.billed();
        return new Billed(
                segment.used(),
                before.fee().add(sum(lines, true, Line.Kind.FEE)),
                before.charged()
                        .add(
                                sum(
                                        lines,
                                        false,
                                        Line.Kind.USAGE,
                                        Line.Kind.LATE,
                                        Line.Kind.FEE,
                                        Line.Kind.DISCOUNT)),
                before.minimum().add(sum(lines, false, Line.Kind.MINIMUM)));
    }

    private static BigDecimal sum(List<Line> lines, boolean precise, Line.Kind... kinds) {
        return lines.stream()
                .filter(line -> List.of(kinds).contains(line.kind()))
                .map(line -> precise ? line.precise() : line.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}

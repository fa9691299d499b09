package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The lines of one segment, in the order of an invoice. */
final class SegmentLines {

    private final Segment segment;
    private final List<Line> lines = new ArrayList<>();

    private SegmentLines(Segment segment) {
        this.segment = segment;
    }

    static List<Line> of(Segment segment, Discounting discounts) {
        SegmentLines lines = new SegmentLines(segment);
        lines.addUsage();
        lines.addFee();
        lines.lines.addAll(discounts.lines(segment, lines.amount()));
        lines.addMinimum();
        return lines.lines;
    }

    private void addUsage() {
        Map<Meter, Map<Thing, BigInteger>> used = byMeter(segment.used());
        Map<Meter, Map<Thing, BigInteger>> billed = byMeter(segment.billed().used());
        for (Meter meter : Meter.values()) {
            Map<Thing, BigInteger> all = used.getOrDefault(meter, Map.of());
            Map<Thing, BigInteger> before = billed.getOrDefault(meter, Map.of());
            SortedMap<Thing, BigInteger> fresh = Shares.difference(all, before);
            if (!fresh.isEmpty()) {
                lines.add(usage(meter, charge(meter, all).minus(charge(meter, before)), fresh));
            }
        }
    }

    private Fraction charge(Meter meter, Map<Thing, BigInteger> used) {
        Quantity quantity = new Quantity(meter, Shares.sum(used));
        return Rating.charge(segment.book(), quantity, segment.share());
    }

    private Line usage(Meter meter, Fraction exact, SortedMap<Thing, BigInteger> fresh) {
        return new Line(
                kind(),
                meter,
                null,
                meter.label(),
                new Quantity(meter, Shares.sum(fresh)),
                segment.book().price(meter).text(),
                exact.precise(),
                Line.rounded(exact, segment),
                segment,
                Shares.of(meter, fresh, exact));
    }

    private Line.Kind kind() {
        return switch (segment.stage()) {
            case OPEN, DUE -> Line.Kind.USAGE;
            case LATE -> Line.Kind.LATE;
        };
    }

    /** When its month is over; one that became shorter since gives back. */
    private void addFee() {
        Fraction fee = ofMonth(segment.book().fee().amount());
        Fraction owed = fee.minus(Fraction.of(segment.billed().fee()));
        if (owed.precise().signum() != 0) {
            lines.add(Line.of(Line.Kind.FEE, "Plan fee", owed, segment));
        }
    }

    /**
     * What is missing, all invoices of the segment together. Rounded before what was asked for is
     * taken off: half a unit would be asked for and given back in turn otherwise.
     */
    private void addMinimum() {
        Billed billed = segment.billed();
        Fraction charged = Fraction.of(billed.charged().add(amount()));
        Fraction missing =
                ofMonth(segment.book().minimum().amount()).minus(charged).max(Fraction.ZERO);
        Money amount = Line.rounded(missing, segment);
        Money owed =
                new Money(amount.amount().subtract(billed.minimum()), amount.currency()).rounded();
        if (owed.amount().signum() != 0 && segment.stage() != Segment.Stage.OPEN) {
            lines.add(
                    new Line(
                            Line.Kind.MINIMUM,
                            null,
                            null,
                            "Difference to the minimum of the plan",
                            null,
                            "",
                            missing.minus(Fraction.of(billed.minimum())).precise(),
                            owed,
                            segment,
                            List.of()));
        }
    }

    private Fraction ofMonth(BigDecimal amount) {
        return switch (segment.stage()) {
            case OPEN -> Fraction.ZERO;
            case DUE, LATE -> Fraction.of(amount).times(segment.share());
        };
    }

    private BigDecimal amount() {
        return lines.stream()
                .map(line -> line.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Map<Meter, Map<Thing, BigInteger>> byMeter(List<Used> used) {
        Map<Meter, Map<Thing, BigInteger>> sums = new EnumMap<>(Meter.class);
        for (Used each : used) {
            sums.computeIfAbsent(each.meter(), _ -> new TreeMap<>())
                    .merge(each.thing(), each.raw(), BigInteger::add);
        }
        return sums;
    }
}

package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes discounts off segment by segment; knows what each of them has left meanwhile. */
final class Discounting {

    private static final Fraction HUNDRED = Fraction.of(100);

    private final List<Discount> discounts;
    private final Map<Discount, BigDecimal> taken = new HashMap<>();

    Discounting(List<Discount> discounts) {
        this.discounts = discounts;
    }

    /**
     * Of rounded amounts, so that a discount of 100 percent leaves nothing.
     *
     * @param charged the amounts of the segment's lines
     */
    List<Line> lines(Segment segment, BigDecimal charged) {
        List<Line> lines = new ArrayList<>();
        BigDecimal left = charged;
        for (Discount discount : discounts) {
            if (discount.month().equals(segment.period().month())) {
                Line line = line(segment, discount, left);
                if (line.amount().amount().signum() != 0) {
                    lines.add(line);
                    left = left.add(line.amount().amount());
                    taken.merge(discount, line.amount().amount().negate(), BigDecimal::add);
                }
            }
        }
        return lines;
    }

    private Line line(Segment segment, Discount discount, BigDecimal charged) {
        Fraction off =
                switch (discount) {
                    case Discount.Percent percent ->
                            Fraction.of(charged)
                                    .times(Fraction.of(percent.percent()).dividedBy(HUNDRED));
                    case Discount.Amount amount ->
                            Fraction.of(remaining(amount, segment).min(charged)).max(Fraction.ZERO);
                };
        Line plain = Line.of(Line.Kind.DISCOUNT, discount.description(), off.negated(), segment);
        return new Line(
                plain.kind(),
                null,
                discount.id(),
                plain.description(),
                null,
                plain.unitPrice(),
                plain.precise(),
                plain.amount(),
                segment,
                List.of());
    }

    private BigDecimal remaining(Discount.Amount discount, Segment segment) {
        Money remaining = discount.remaining();
        if (!remaining.currency().equals(segment.book().currency())) {
            throw new IllegalArgumentException(
                    "a discount in %s takes nothing off what is owed in %s"
                            .formatted(remaining.currency(), segment.book().currency()));
        }
        return remaining.amount().subtract(taken.getOrDefault(discount, BigDecimal.ZERO));
    }
}

package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** From usage and prices to what is owed; the same arguments give the same answer, always. */
public final class Rating {

    private static final Fraction HUNDRED = Fraction.of(100);

    private Rating() {}

    /**
     * Usage and fee, less discounts, filled up to the minimum; what the operator put on it; then
     * tax; then what credits pay.
     *
     * @param segments one or more, all in one currency; lines come in their order
     */
    public static Rated rate(List<Segment> segments, Adjustments adjustments) {
        Currency currency = currency(segments);
        Discounting discounts = new Discounting(adjustments.discounts());
        List<Line> lines = new ArrayList<>();
        segments.forEach(segment -> lines.addAll(SegmentLines.of(segment, discounts)));
        List<Charge> charges =
                adjustments.charges().stream()
                        .filter(each -> each.amount().currency().equals(currency))
                        .toList();
        charges.forEach(each -> lines.add(line(each, segments.getLast())));
        Money net = sum(lines.stream().map(Line::amount).toList(), currency);
        TaxLine tax = tax(adjustments.tax(), net);
        Money gross = net.plus(tax.amount());
        List<CreditUse> credits = credits(adjustments.credits(), gross);
        Money credited = sum(credits.stream().map(CreditUse::amount).toList(), currency);
        return new Rated(
                lines,
                net,
                sum(
                        lines.stream()
                                .filter(line -> line.kind() == Line.Kind.DISCOUNT)
                                .map(Line::amount)
                                .toList(),
                        currency),
                List.of(tax),
                tax.amount(),
                gross,
                credits,
                credited,
                gross.plus(new Money(credited.amount().negate(), currency)).rounded(),
                charges);
    }

    private static Line line(Charge charge, Segment beside) {
        Fraction exact = Fraction.of(charge.amount().amount());
        return Line.of(Line.Kind.CHARGE, charge.description(), exact, beside);
    }

    /**
     * What a quantity costs in a stretch of a month, exactly: behind every amount of money.
     *
     * @param share which part of its month the stretch is
     */
    public static Fraction charge(PriceBook book, Quantity quantity, Fraction share) {
        return book.price(quantity.meter()).of(quantity.units(), share);
    }

    private static Currency currency(List<Segment> segments) {
        List<Currency> all =
                segments.stream().map(segment -> segment.book().currency()).distinct().toList();
        if (all.size() != 1) {
            throw new IllegalArgumentException(
                    "what is rated together must be in one currency, was in: " + all);
        }
        return all.getFirst();
    }

    private static TaxLine tax(Tax tax, Money net) {
        Fraction exact =
                Fraction.of(net.amount()).times(Fraction.of(tax.percent()).dividedBy(HUNDRED));
        int digits = net.currency().getDefaultFractionDigits();
        return new TaxLine(tax, net, new Money(exact.rounded(digits), net.currency()));
    }

    private static List<CreditUse> credits(List<CreditBalance> balances, Money gross) {
        List<CreditUse> uses = new ArrayList<>();
        BigDecimal owed = gross.amount();
        for (CreditBalance balance : balances) {
            Money remaining = balance.remaining();
            BigDecimal paid = remaining.amount().min(owed);
            if (remaining.currency().equals(gross.currency()) && paid.signum() > 0) {
                uses.add(new CreditUse(balance, new Money(paid, gross.currency())));
                owed = owed.subtract(paid);
            }
        }
        return uses;
    }

    /** At the currency's exponent, also where there is nothing. */
    private static Money sum(List<Money> amounts, Currency currency) {
        return amounts.stream().reduce(Money.zero(currency), Money::plus).rounded();
    }
}

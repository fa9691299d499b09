package dev.meterlark.billing.preview;

import dev.meterlark.billing.rating.Adjustments;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Rating;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.shared.Money;

import java.util.List;

/**
 * What a month comes to, as an invoice would have it.
 *
 * @param net usage, fee and minimum, less the discounts
 * @param discounts what coupons took off
 * @param gross net and tax
 * @param credited what credits pay of it
 * @param payable what is left to pay
 */
public record MonthCost(
        Money net, Money discounts, Money tax, Money gross, Money credited, Money payable) {

    static MonthCost of(List<Segment> segments, Adjustments adjustments) {
        Rated rated = Rating.rate(segments, adjustments);
        Money off = new Money(rated.discounts().amount().negate(), rated.currency());
        return new MonthCost(
                rated.net(), off, rated.tax(), rated.gross(), rated.credited(), rated.payable());
    }
}

package dev.meterlark.billing.cost;

import dev.meterlark.billing.Plans;
import dev.meterlark.billing.PricedBy;
import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.rating.ListPrices;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterTotal;
import dev.meterlark.metering.Meters;
import dev.meterlark.metering.Thing;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.stereotype.Service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * What buckets, tables, queues and sandboxes that stood ready cost: at the list prices of now, as
 * calls are at those of their time.
 */
@Service
public class ThingCosts {

    private final Meters meters;
    private final Plans plans;

    ThingCosts(Meters meters, Plans plans) {
        this.meters = meters;
        this.plans = plans;
    }

    /**
     * @param quantity in the unit that the price is for
     */
    public record ThingCost(Thing thing, Meter meter, Quantity quantity, Money price) {}

    /** Of whole hours: the one that the range begins in is in it. The dearest first. */
    public List<ThingCost> of(AccountId account, UsageRange range, Instant now) {
        ListPrices prices = plans.pricesOf(account, now);
        Instant begin = range.from().truncatedTo(ChronoUnit.HOURS);
        return meters.totals(account, begin, range.to(), Meters.Span.ALL).stream()
                .map(each -> cost(each, prices))
                .sorted(
                        Comparator.comparing((ThingCost each) -> each.price().amount())
                                .reversed()
                                .thenComparing(ThingCost::meter)
                                .thenComparing(each -> each.thing().name()))
                .toList();
    }

    private static ThingCost cost(MeterTotal total, ListPrices prices) {
        var quantity = new Quantity(PricedBy.of(total.meter()), total.amount());
        return new ThingCost(total.thing(), total.meter(), quantity, prices.of(quantity));
    }
}

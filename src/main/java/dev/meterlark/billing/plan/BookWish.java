package dev.meterlark.billing.plan;

import dev.meterlark.billing.PlanTerms;
import dev.meterlark.billing.PriceTerms;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A price book as it is asked for.
 *
 * @param prices of every meter: what is to cost nothing is said to
 * @param fee 0 when it is left out
 * @param minimum 0 when it is left out
 */
public record BookWish(
        @Nullable String id,
        @Nullable String plan,
        @Nullable String fee,
        @Nullable String minimum,
        @Nullable List<@Nullable PriceTerms> prices) {

    PriceBook book(String checkedId, PlanTerms plan) {
        return new PriceBook(
                checkedId,
                plan.id(),
                plan.currency(),
                checkedPrices(),
                amount("fee", fee, plan),
                amount("minimum", minimum, plan));
    }

    private static Money amount(String field, @Nullable String text, PlanTerms plan) {
        return Typed.notNegative(field, text == null ? "0" : text, plan.currency());
    }

    private Map<Meter, MeterPrice> checkedPrices() {
        Map<Meter, MeterPrice> checked = new EnumMap<>(Meter.class);
        for (PriceTerms each : prices == null ? List.<@Nullable PriceTerms>of() : prices) {
            if (each == null) {
                throw Refusals.invalid("a price in prices is null");
            }
            if (checked.put(each.ofMeter(), each.price()) != null) {
                throw Refusals.invalid("prices has two for " + each.meter());
            }
        }
        Set<Meter> missing = EnumSet.allOf(Meter.class);
        missing.removeAll(checked.keySet());
        if (!missing.isEmpty()) {
            throw Refusals.invalid(
                    "prices must say what each meter costs, 0 for what is free; missing: "
                            + missing.stream()
                                    .map(Meter::wireName)
                                    .collect(Collectors.joining(", ")));
        }
        return checked;
    }
}

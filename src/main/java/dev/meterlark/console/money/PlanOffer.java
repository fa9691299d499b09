package dev.meterlark.console.money;

import dev.meterlark.billing.plan.PlanChoice;
import dev.meterlark.billing.preview.Previews;
import dev.meterlark.console.Show;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A plan that can be chosen.
 *
 * @param kept how long calls, logs and the like stay; empty where the plan says nothing
 * @param lastMonth what the last month would have come to on it; null when nothing was used in it
 */
record PlanOffer(
        String id,
        String name,
        boolean mine,
        String fee,
        @Nullable String hardCap,
        String kept,
        List<PriceText> prices,
        Instant from,
        @Nullable String lastMonth) {

    static PlanOffer of(
            PlanChoice.Offer offer, String own, Previews.@Nullable OfAccount lastMonth) {
        Money hardCap = offer.terms().hardCap();
        return new PlanOffer(
                offer.terms().id(),
                offer.terms().name(),
                offer.terms().id().equals(own),
                Show.amount(offer.book().fee()),
                hardCap == null ? null : Show.amount(hardCap),
                KeptText.of(offer.terms().retention()),
                PriceText.of(offer.book()),
                offer.from(),
                lastMonth == null
                        ? null
                        : "%s would have come to %s with tax and discounts"
                                .formatted(
                                        lastMonth.month(),
                                        Show.amount(lastMonth.wouldBe().gross())));
    }

    /** What there is a month before anything beyond the fee is paid. */
    public List<PriceText> included() {
        return prices.stream().filter(each -> !each.included().isEmpty()).toList();
    }
}

package dev.meterlark.billing.web;

import dev.meterlark.billing.KeptDays;
import dev.meterlark.billing.PriceTerms;
import dev.meterlark.billing.plan.Assignment;
import dev.meterlark.billing.plan.PlanChoice;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

/** Plans that an account may go to by itself. */
@RestController
class OfferedPlansController {

    private final PlanChoice choice;

    OfferedPlansController(PlanChoice choice) {
        this.choice = choice;
    }

    /** A plan that the account may go to by itself. */
    record Offer(
            String plan,
            String name,
            String currency,
            String fee,
            String minimum,
            KeptDays retention,
            Instant from,
            List<PriceTerms> prices) {

        static Offer of(PlanChoice.Offer offer) {
            PriceBook book = offer.book();
            return new Offer(
                    offer.terms().id(),
                    offer.terms().name(),
                    book.currency().getCurrencyCode(),
                    book.fee().plainAmount(),
                    book.minimum().plainAmount(),
                    offer.terms().retention(),
                    offer.from(),
                    PriceTerms.of(book));
        }
    }

    record Offers(List<Offer> items, @Nullable String nextCursor) {}

    /**
     * @param plan one of those that are offered
     */
    record Wish(@Nullable String plan) {}

    record Chosen(String plan, Instant from) {}

    /** Plans that the account may go to by itself, its own among them. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/plans")
    Offers plans(Caller caller) {
        return new Offers(choice.of(caller.account()).stream().map(Offer::of).toList(), null);
    }

    /**
     * From a whole hour on that every node knows of in time; what was used before stays as it was.
     */
    @Access(Permission.BILLING_MANAGE)
    @PutMapping("/api/v1/plan")
    Chosen choose(Caller caller, @RequestBody Wish wish) {
        Assignment chosen = choice.choose(caller, wish.plan());
        return new Chosen(String.valueOf(chosen.plan()), chosen.from());
    }
}

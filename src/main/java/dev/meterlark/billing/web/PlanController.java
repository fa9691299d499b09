package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.Plan;
import dev.meterlark.billing.Plans;
import dev.meterlark.billing.PriceTerms;
import dev.meterlark.billing.plan.Assignment;
import dev.meterlark.billing.plan.PlanChoice;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The plan of the caller's account. */
@RestController
class PlanController {

    private final Plans plans;
    private final PlanChoice choice;
    private final InstantSource clock;

    PlanController(Plans plans, PlanChoice choice, InstantSource clock) {
        this.plans = plans;
        this.choice = choice;
        this.clock = clock;
    }

    /**
     * @param hardCap what usage may cost a month at most; left out when the plan sets no such end
     * @param minimum what a month comes to at least, fee and usage together
     * @param next the change that is to come; left out when none is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String plan,
            String name,
            String priceBook,
            String currency,
            String fee,
            String minimum,
            @Nullable String hardCap,
            List<PriceTerms> prices,
            @Nullable Next next) {}

    /** What the account will be on, from a whole hour of UTC on. */
    record Next(Instant from, String plan, String name, String priceBook) {

        static Next of(Plans.Change change) {
            return new Next(
                    change.from(),
                    change.plan().terms().id(),
                    change.plan().terms().name(),
                    change.plan().book().id());
        }
    }

    /** A plan that the account may go to by itself. */
    record Offer(
            String plan,
            String name,
            String currency,
            String fee,
            String minimum,
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
                    offer.from(),
                    termsOf(book));
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

    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/plan")
    Answer plan(Caller caller) {
        Instant now = clock.instant();
        Plan plan = plans.of(caller.account(), now);
        PriceBook book = plan.book();
        Money hardCap = plan.terms().hardCap();
        return new Answer(
                plan.terms().id(),
                plan.terms().name(),
                book.id(),
                book.currency().getCurrencyCode(),
                book.fee().plainAmount(),
                book.minimum().plainAmount(),
                hardCap == null ? null : hardCap.plainAmount(),
                termsOf(book),
                plans.next(caller.account(), now).map(Next::of).orElse(null));
    }

    private static List<PriceTerms> termsOf(PriceBook book) {
        return book.prices().entrySet().stream()
                .map(each -> PriceTerms.of(each.getKey(), each.getValue()))
                .toList();
    }
}

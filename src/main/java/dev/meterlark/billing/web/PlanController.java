package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.KeptDays;
import dev.meterlark.billing.Plan;
import dev.meterlark.billing.Plans;
import dev.meterlark.billing.PriceTerms;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The plan of the caller's account. */
@RestController
class PlanController {

    private final Plans plans;
    private final InstantSource clock;

    PlanController(Plans plans, InstantSource clock) {
        this.plans = plans;
        this.clock = clock;
    }

    /**
     * @param hardCap what usage may cost a month at most; left out when the plan sets no such end
     * @param minimum what a month comes to at least, fee and usage together
     * @param retention what it leaves out is kept as long as the installation keeps any
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
            KeptDays retention,
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
                plan.terms().retention(),
                PriceTerms.of(book),
                plans.next(caller.account(), now).map(Next::of).orElse(null));
    }
}

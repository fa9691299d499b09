package dev.meterlark.console.money;

import dev.meterlark.billing.Plan;
import dev.meterlark.billing.Plans;
import dev.meterlark.billing.plan.Assignment;
import dev.meterlark.billing.plan.Assignments;
import dev.meterlark.billing.plan.OfferedPlans;
import dev.meterlark.billing.plan.PlanChoice;
import dev.meterlark.billing.preview.Previews;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What an account pays by, and what else it could. */
@Room
@RequestMapping("/plan")
class PlanPages {

    private final Plans plans;
    private final OfferedPlans offered;
    private final Assignments assignments;
    private final PlanChoice choice;
    private final Previews previews;
    private final InstantSource clock;

    PlanPages(
            Plans plans,
            OfferedPlans offered,
            Assignments assignments,
            PlanChoice choice,
            Previews previews,
            InstantSource clock) {
        this.plans = plans;
        this.offered = offered;
        this.assignments = assignments;
        this.choice = choice;
        this.previews = previews;
        this.clock = clock;
    }

    /** What will be, and from when. */
    record Next(Instant from, String name) {}

    @GetMapping
    @Access(Permission.USAGE_READ)
    String show(Caller caller, Model model) {
        Instant now = clock.instant();
        Plan plan = plans.of(caller.account(), now);
        Money hardCap = plan.terms().hardCap();
        model.addAttribute("name", plan.terms().name());
        model.addAttribute("fee", Show.amount(plan.book().fee()));
        model.addAttribute("minimum", Show.amount(plan.book().minimum()));
        model.addAttribute("hardCap", hardCap == null ? null : Show.amount(hardCap));
        model.addAttribute("kept", KeptText.of(plan.terms().retention()));
        model.addAttribute("currency", plan.book().currency().getCurrencyCode());
        model.addAttribute("book", plan.book().id());
        model.addAttribute("prices", PriceText.of(plan.book()));
        model.addAttribute("next", next(caller, now));
        model.addAttribute("offers", offers(caller, plan.terms().id()));
        return "money/plan";
    }

    /** A dialog: what changes, and from when. */
    @GetMapping("/change")
    @Access(Permission.BILLING_MANAGE)
    String ask(Caller caller, @RequestParam(defaultValue = "") String to, Model model) {
        String own = plans.of(caller.account(), clock.instant()).terms().id();
        model.addAttribute(
                "offer",
                offers(caller, own).stream()
                        .filter(each -> each.id().equals(to) && !each.mine())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such plan to choose")));
        return "money/plan-change";
    }

    @PostMapping("/change")
    @Access(Permission.BILLING_MANAGE)
    String change(
            Caller caller, @RequestParam(defaultValue = "") String to, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> choice.choose(caller, to),
                "The plan is changed from the next hour that is told below.");
        return "redirect:/plan";
    }

    /** As it is written down, which this node may not have read yet; null when nothing is. */
    private @Nullable Next next(Caller caller, Instant now) {
        for (Assignment each : assignments.list(caller.account(), null, null).items()) {
            if (each.from().isAfter(now) && each.plan() != null) {
                return new Next(each.from(), offered.get(each.plan()).name());
            }
        }
        return null;
    }

    private List<PlanOffer> offers(Caller caller, String own) {
        return choice.of(caller.account()).stream()
                .map(
                        each ->
                                PlanOffer.of(
                                        each,
                                        own,
                                        previews.of(caller.account(), each.book()).orElse(null)))
                .toList();
    }
}

package dev.meterlark.billing.plan.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.account.Page;
import dev.meterlark.billing.KeptDays;
import dev.meterlark.billing.PlanTerms;
import dev.meterlark.billing.plan.OfferedPlans;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The plans of the installation; for the operator. */
@RestController
@RequestMapping("/api/v1/admin/plans")
class OfferedPlanController {

    private final OfferedPlans plans;

    OfferedPlanController(OfferedPlans plans) {
        this.plans = plans;
    }

    /**
     * @param hardCap what usage may cost a month at most; left out when the plan sets no such end
     * @param retention what it leaves out is kept as long as the installation keeps any
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String id, String name, String currency, @Nullable String hardCap, KeptDays retention) {

        static Answer of(PlanTerms plan) {
            Money hardCap = plan.hardCap();
            return new Answer(
                    plan.id(),
                    plan.name(),
                    plan.currency().getCurrencyCode(),
                    hardCap == null ? null : hardCap.plainAmount(),
                    plan.retention());
        }
    }

    @GetMapping
    @Access(Permission.OPERATE)
    Page<Answer> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<PlanTerms> page = plans.list(cursor, limit);
        return new Page<>(page.items().stream().map(Answer::of).toList(), page.nextCursor());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    Answer create(Caller caller, @RequestBody OfferedPlans.Wish wish) {
        return Answer.of(plans.create(caller, wish));
    }

    @GetMapping("/{plan}")
    @Access(Permission.OPERATE)
    Answer get(@PathVariable String plan) {
        return Answer.of(plans.get(plan));
    }

    /**
     * How long it keeps calls, logs, and events with answers, for all accounts that are on it. What
     * is older than that is deleted within minutes and does not come back.
     *
     * @param days what it leaves out is kept as long as the installation keeps any
     */
    @PutMapping("/{plan}/retention")
    @Access(Permission.OPERATE)
    Answer keep(Caller caller, @PathVariable String plan, @RequestBody OfferedPlans.Days days) {
        return Answer.of(plans.keep(caller, plan, days));
    }
}

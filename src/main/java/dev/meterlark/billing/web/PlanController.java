package dev.meterlark.billing.web;

import dev.meterlark.billing.Plan;
import dev.meterlark.billing.Plans;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** The plan of the caller's account. */
@RestController
class PlanController {

    private final Plans plans;

    PlanController(Plans plans) {
        this.plans = plans;
    }

    record Answer(String name, String priceBook, String currency, List<Price> prices) {}

    record Price(String meter, String unit, String amount, String per) {}

    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/plan")
    Answer plan(Caller caller) {
        Plan plan = plans.of(caller.account());
        return new Answer(
                plan.name(),
                plan.priceBook(),
                plan.currency().getCurrencyCode(),
                plan.prices().stream().map(PlanController::price).toList());
    }

    private static Price price(Plan.Line line) {
        return new Price(
                line.meter(),
                line.unit(),
                line.amount().toPlainString(),
                line.per().toPlainString());
    }
}

package dev.meterlark.billing.budget.web;

import dev.meterlark.billing.budget.Budget;
import dev.meterlark.billing.budget.BudgetView;
import dev.meterlark.billing.budget.BudgetWish;
import dev.meterlark.billing.budget.Budgets;
import dev.meterlark.billing.budget.UnusualDay;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** What the caller's account may spend, when it is told, and how its month stands. */
@RestController
@RequestMapping("/api/v1/budgets")
class BudgetController {

    private final Budgets budgets;

    BudgetController(Budgets budgets) {
        this.budgets = budgets;
    }

    /**
     * @param cap null for none
     * @param warnsOf null for the cap
     * @param inForce the lower one of the account's own cap and its plan's
     */
    record Answer(
            @Nullable Amount cap,
            @Nullable Amount warnsOf,
            List<Alert> alerts,
            @Nullable Amount inForce,
            Month month,
            boolean reached,
            @Nullable Instant stoppedSince,
            @Nullable String notice,
            List<Unusual> unusual) {}

    record Amount(String amount, String currency) {}

    record Alert(int percent, List<String> emails, @Nullable String webhook, boolean event) {}

    /**
     * @param reserved what is set aside beyond what is spent
     */
    record Month(
            String month,
            Instant from,
            Instant to,
            Amount spent,
            Amount reserved,
            Amount forecast) {}

    record Unusual(String day, Amount amount, Amount usual) {}

    record Secret(String secret) {}

    @Access(Permission.BILLING_READ)
    @GetMapping
    Answer show(Caller caller) {
        return answer(budgets.show(caller.account()));
    }

    /** Takes the place of what was said before. */
    @Access(Permission.BILLING_MANAGE)
    @PutMapping
    Answer change(Caller caller, @RequestBody BudgetWish wish) {
        return answer(budgets.change(caller, wish));
    }

    /** What webhooks are signed with from now on; shown once. */
    @Access(Permission.BILLING_MANAGE)
    @ShowsSecret
    @PostMapping("/webhook-secret")
    Secret secret(Caller caller) {
        byte[] key = budgets.newWebhookKey(caller);
        return new Secret("whsec_" + Base64.getEncoder().encodeToString(key));
    }

    private static Answer answer(BudgetView view) {
        Budget budget = view.budget();
        return new Answer(
                amount(budget.cap()),
                amount(budget.warnsOf()),
                budget.alerts().stream().map(BudgetController::alert).toList(),
                amount(view.inForce()),
                new Month(
                        view.period().month().toString(),
                        view.period().from(),
                        view.period().to(),
                        some(view.spent()),
                        some(view.reserved()),
                        some(view.forecast())),
                view.isReached(),
                view.stoppedSince(),
                notice(view),
                view.unusual().stream().map(BudgetController::unusual).toList());
    }

    private static @Nullable String notice(BudgetView view) {
        return view.isReached()
                ? "the month has cost %s so far and the cap in force is %s: no call is begun and nothing more is stored before the cap is raised or the month ends on %s"
                        .formatted(view.spent().rounded(), view.inForce(), view.period().to())
                : null;
    }

    private static Alert alert(Budget.Alert alert) {
        return new Alert(
                alert.percent(),
                alert.emails(),
                alert.webhook() == null ? null : alert.webhook().toString(),
                alert.event());
    }

    private static Unusual unusual(UnusualDay day) {
        return new Unusual(day.day().toString(), some(day.amount()), some(day.usual()));
    }

    private static @Nullable Amount amount(@Nullable Money money) {
        return money == null ? null : some(money);
    }

    private static Amount some(Money money) {
        return new Amount(money.plainAmount(), money.currency().getCurrencyCode());
    }
}

package dev.meterlark.console.home;

import dev.meterlark.billing.budget.BudgetView;
import dev.meterlark.billing.budget.Budgets;
import dev.meterlark.billing.invoice.InvoiceView;
import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.console.Show;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What of an account's money needs attention: for who may see it. */
@Component
class MoneyConcerns {

    private static final int INVOICES = 20;
    private static final BigDecimal NEAR = new BigDecimal("0.8");

    private final Budgets budgets;
    private final Invoices invoices;
    private final InstantSource clock;

    MoneyConcerns(Budgets budgets, Invoices invoices, InstantSource clock) {
        this.budgets = budgets;
        this.invoices = invoices;
        this.clock = clock;
    }

    List<Concern> of(AccountId account) {
        List<Concern> found = new ArrayList<>();
        budgets.capped(account).ifPresent(view -> found.addAll(budget(view)));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        invoices.list(account, null, INVOICES).items().stream()
                .filter(each -> each.open().amount().signum() > 0)
                .limit(Concerns.MOST_OF_A_KIND)
                .forEach(each -> found.add(invoice(each, today)));
        return found;
    }

    static List<Concern> budget(BudgetView view) {
        Money cap = view.inForce();
        if (cap == null) {
            return List.of();
        }
        String spent =
                "%s of %s are spent this month."
                        .formatted(Show.amount(view.spent()), Show.amount(cap));
        if (view.stoppedSince() != null || view.isReached()) {
            return List.of(
                    Concern.bad("The spending cap is reached: calls wait", spent, "/budgets"));
        }
        boolean near = view.spent().amount().compareTo(cap.amount().multiply(NEAR)) >= 0;
        boolean over = view.forecast().amount().compareTo(cap.amount()) > 0;
        if (!near && !over) {
            return List.of();
        }
        String title = near ? "The budget is near its cap" : "The month will go beyond its cap";
        String forecast =
                " As it goes on now it comes to %s.".formatted(Show.amount(view.forecast()));
        return List.of(Concern.warn(title, spent + forecast, "/budgets"));
    }

    private static Concern invoice(InvoiceView invoice, LocalDate today) {
        String text = "%s are open.".formatted(Show.amount(invoice.open()));
        String href = "/invoices/" + invoice.number();
        return today.isAfter(invoice.due())
                ? Concern.bad(
                        "Invoice %s was due on %s".formatted(invoice.number(), invoice.due()),
                        text,
                        href)
                : Concern.warn(
                        "Invoice %s is due on %s".formatted(invoice.number(), invoice.due()),
                        text,
                        href);
    }
}

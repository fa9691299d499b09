package dev.meterlark.console.money;

import dev.meterlark.billing.budget.BudgetView;
import dev.meterlark.billing.budget.Budgets;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Base64;

/** What an account may spend, and when it is told. */
@Room
@RequestMapping("/budgets")
class BudgetPages {

    private final Budgets budgets;

    BudgetPages(Budgets budgets) {
        this.budgets = budgets;
    }

    @GetMapping
    @Access(Permission.BILLING_READ)
    String show(Caller caller, Model model) {
        BudgetView view = budgets.show(caller.account());
        return page(view, BudgetForm.of(view.budget()), model);
    }

    @PostMapping
    @Access(Permission.BILLING_MANAGE)
    String change(
            Caller caller,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        BudgetView now = budgets.show(caller.account());
        BudgetForm form = BudgetForm.of(typed);
        try {
            budgets.change(caller, form.wish(currency(now)));
            next.addFlashAttribute("done", "The budget holds from now on.");
            return "redirect:/budgets";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return page(now, form, model);
        }
    }

    /** Shown once, on the page that answers. */
    @PostMapping("/webhook-secret")
    @Access(Permission.BILLING_MANAGE)
    @ShowsSecret
    String secret(Caller caller, Model model) {
        byte[] key = budgets.newWebhookKey(caller);
        model.addAttribute("secret", "whsec_" + Base64.getEncoder().encodeToString(key));
        return show(caller, model);
    }

    private static String page(BudgetView view, BudgetForm form, Model model) {
        Money own = view.budget().cap();
        Money inForce = view.inForce();
        model.addAttribute("month", MonthSoFar.of(view));
        model.addAttribute("currency", currency(view));
        model.addAttribute(
                "planCap", inForce == null || inForce.equals(own) ? null : Show.amount(inForce));
        model.addAttribute("form", form);
        return "money/budgets";
    }

    private static String currency(BudgetView view) {
        return view.spent().currency().getCurrencyCode();
    }
}

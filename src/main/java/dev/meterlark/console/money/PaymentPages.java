package dev.meterlark.console.money;

import dev.meterlark.billing.payment.Payments;
import dev.meterlark.billing.payment.SavedMethods;
import dev.meterlark.billing.plan.BillingProfiles;
import dev.meterlark.billing.plan.Coupons;
import dev.meterlark.billing.plan.Credits;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Instant;
import java.time.InstantSource;

/** How an account pays, to whom its invoices go, and what is taken off them. */
@Room
@RequestMapping("/payment")
class PaymentPages {

    private static final int SOME = 50;

    private final BillingProfiles profiles;
    private final SavedMethods saved;
    private final Payments payments;
    private final Credits credits;
    private final Coupons coupons;
    private final InstantSource clock;

    PaymentPages(
            BillingProfiles profiles,
            SavedMethods saved,
            Payments payments,
            Credits credits,
            Coupons coupons,
            InstantSource clock) {
        this.profiles = profiles;
        this.saved = saved;
        this.payments = payments;
        this.credits = credits;
        this.coupons = coupons;
        this.clock = clock;
    }

    @GetMapping
    @Access(Permission.BILLING_READ)
    String show(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        ProfileForm form =
                profiles.of(caller.account()).map(ProfileForm::of).orElse(ProfileForm.EMPTY);
        return page(caller, form, cursor, model);
    }

    private String page(Caller caller, ProfileForm form, @Nullable String cursor, Model model) {
        AccountId account = caller.account();
        Instant now = clock.instant();
        var entries = payments.list(account, cursor, SOME);
        model.addAttribute("form", form);
        model.addAttribute("saved", saved.of(account));
        model.addAttribute(
                "credits",
                credits.list(account, null, SOME).items().stream()
                        .map(each -> PaymentRow.Held.of(each, now))
                        .toList());
        model.addAttribute(
                "coupons",
                coupons.usedBy(caller, null, SOME).items().stream()
                        .map(PaymentRow.Used::of)
                        .toList());
        model.addAttribute("payments", entries.items().stream().map(PaymentRow.Entry::of).toList());
        model.addAttribute("next", entries.nextCursor());
        return "money/payment";
    }

    @PostMapping("/profile")
    @Access(Permission.BILLING_MANAGE)
    String profile(
            Caller caller,
            @ModelAttribute ProfileForm form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            profiles.change(caller, form.wish());
            next.addFlashAttribute("done", "The next invoice is addressed so.");
            return "redirect:/payment";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return page(caller, form, null, model);
        }
    }

    @PostMapping("/coupons")
    @Access(Permission.BILLING_MANAGE)
    String redeem(
            Caller caller, @RequestParam(defaultValue = "") String code, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> coupons.redeem(caller, code.strip()),
                "The coupon counts from this month on.");
        return "redirect:/payment";
    }

    /** A dialog. */
    @GetMapping("/forget")
    @Access(Permission.BILLING_MANAGE)
    String ask() {
        return "money/payment-forget";
    }

    @PostMapping("/forget")
    @Access(Permission.BILLING_MANAGE)
    String forget(Caller caller, RedirectAttributes next) {
        Problem.tell(next, () -> saved.forget(caller), "Nothing is charged by itself from now on.");
        return "redirect:/payment";
    }
}

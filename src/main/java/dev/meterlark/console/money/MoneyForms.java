package dev.meterlark.console.money;

import dev.meterlark.billing.invoice.Closes;
import dev.meterlark.billing.operator.AccountAdjustments;
import dev.meterlark.billing.payment.Dunning;
import dev.meterlark.billing.payment.PaymentId;
import dev.meterlark.billing.payment.Payments;
import dev.meterlark.billing.plan.Assignments;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;

/** What the operator does with one account's money; each form leads back to its page. */
@Room
@RequestMapping("/operator/money/{account}")
class MoneyForms {

    private final Payments payments;
    private final Dunning dunning;
    private final AccountAdjustments adjustments;
    private final Assignments assignments;
    private final Closes closes;

    MoneyForms(
            Payments payments,
            Dunning dunning,
            AccountAdjustments adjustments,
            Assignments assignments,
            Closes closes) {
        this.payments = payments;
        this.dunning = dunning;
        this.adjustments = adjustments;
        this.assignments = assignments;
        this.closes = closes;
    }

    /** From an hour on; the first that every node knows of in time where none is said. */
    @PostMapping("/plans")
    @Access(Permission.OPERATE)
    String assign(
            Caller caller,
            @PathVariable UUID account,
            @RequestParam(defaultValue = "") String plan,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes next) {
        var wish = new Assignments.Wish(plan, given(from), reason);
        return told(
                account,
                next,
                () -> assignments.assign(caller, new AccountId(account), wish),
                "The account goes to plan " + plan + ".");
    }

    @PostMapping("/plans/withdraw")
    @Access(Permission.OPERATE)
    String withdraw(
            Caller caller,
            @PathVariable UUID account,
            @RequestParam(defaultValue = "") String from,
            RedirectAttributes next) {
        return told(
                account,
                next,
                () -> assignments.withdraw(caller, new AccountId(account), from),
                "The change of plan is taken back.");
    }

    /** A credit, or a debit of the next invoice. */
    @PostMapping("/adjustments")
    @Access(Permission.OPERATE)
    @Confirmed
    String adjust(
            Caller caller,
            @PathVariable UUID account,
            @ModelAttribute AccountAdjustments.Wish wish,
            RedirectAttributes next) {
        return told(
                account,
                next,
                () -> adjustments.adjust(caller, new AccountId(account), wish),
                "The account is adjusted.");
    }

    /** Bills a month that waits for a person, up to the amount that it was parked with. */
    @PostMapping("/parked/{month}/unpark")
    @Access(Permission.OPERATE)
    @Confirmed
    String unpark(
            Caller caller,
            @PathVariable UUID account,
            @PathVariable String month,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes next) {
        return told(
                account,
                next,
                () -> closes.unpark(caller, new AccountId(account), month(month), reason),
                "Month " + month + " is billed.");
    }

    /** An empty amount is all that is open. */
    @PostMapping("/invoices/{number}/payments")
    @Access(Permission.OPERATE)
    @Confirmed
    String record(
            Caller caller,
            @PathVariable UUID account,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String reference,
            @RequestParam(defaultValue = "") String receivedOn,
            RedirectAttributes next) {
        return told(
                account,
                next,
                () ->
                        payments.record(
                                caller,
                                new AccountId(account),
                                number,
                                new Payments.Wish(
                                        given(amount),
                                        null,
                                        given(reference),
                                        day("receivedOn", receivedOn),
                                        null)),
                "The payment is written down.");
    }

    /**
     * @param how bounced, then the whole of it is reversed, or refunded
     */
    record Undo(@Nullable String how, @Nullable String amount, @Nullable String reason) {}

    @PostMapping("/payments/{payment}/undo")
    @Access(Permission.OPERATE)
    @Confirmed
    String undo(
            Caller caller,
            @PathVariable UUID account,
            @PathVariable UUID payment,
            @ModelAttribute Undo undo,
            RedirectAttributes next) {
        AccountId id = new AccountId(account);
        PaymentId of = new PaymentId(payment);
        boolean refunded = "refunded".equals(undo.how());
        return told(
                account,
                next,
                () -> {
                    if (refunded) {
                        payments.refund(caller, id, of, undo.amount(), undo.reason());
                    } else {
                        payments.reverse(caller, id, of, undo.reason());
                    }
                },
                refunded
                        ? "The refund is written down."
                        : "The payment is reversed: its invoice is owed again.");
    }

    /**
     * @param step exempt, postpone or resume
     */
    @PostMapping("/invoices/{number}/dunning")
    @Access(Permission.OPERATE)
    String dunning(
            Caller caller,
            @PathVariable UUID account,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String step,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes next) {
        AccountId id = new AccountId(account);
        return told(
                account,
                next,
                () -> {
                    switch (step) {
                        case "exempt" -> dunning.exempt(caller, id, number, reason);
                        case "postpone" ->
                                dunning.postpone(caller, id, number, day("to", to), reason);
                        case "resume" -> dunning.resume(caller, id, number, reason);
                        default -> throw refused("choose what to do about the invoice");
                    }
                },
                "Reminders of invoice " + number + " follow that from now on.");
    }

    /** The account's page says that it was done, or why not. */
    private static String told(
            UUID account, RedirectAttributes next, Runnable change, String done) {
        Problem.tell(next, change, done);
        return "redirect:/operator/money/" + account;
    }

    private static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static @Nullable LocalDate day(String name, String text) {
        try {
            return text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeException e) {
            throw refused(name + " must be a day such as 2026-11-23");
        }
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw refused("the month must be such as 2026-11");
        }
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

package dev.meterlark.billing.payment.web;

import dev.meterlark.billing.payment.Dunning;
import dev.meterlark.billing.payment.Receivable;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.LocalDate;

/** What the operator says about going after an invoice that is not paid. */
@RestController
@RequestMapping("/api/v1/admin/accounts/{account}/invoices/{number}/dunning")
class AdminDunningController {

    private final Dunning dunning;

    AdminDunningController(Dunning dunning) {
        this.dunning = dunning;
    }

    /** Nothing is done about it any more. */
    @PostMapping("/exemption")
    @Access(Permission.OPERATE)
    State exempt(
            Caller caller,
            @PathVariable String account,
            @PathVariable String number,
            @RequestBody AdminPaymentController.Why why) {
        return State.of(dunning.exempt(caller, AccountId.named(account), number, why.reason()));
    }

    /** Nothing is done before a day. */
    @PostMapping("/postponement")
    @Access(Permission.OPERATE)
    State postpone(
            Caller caller,
            @PathVariable String account,
            @PathVariable String number,
            @RequestBody Postponement wish) {
        return State.of(
                dunning.postpone(
                        caller, AccountId.named(account), number, wish.to(), wish.reason()));
    }

    /** As if it had never been exempt, postponed or disputed. */
    @PostMapping("/resumption")
    @Access(Permission.OPERATE)
    State resume(
            Caller caller,
            @PathVariable String account,
            @PathVariable String number,
            @RequestBody AdminPaymentController.Why why) {
        return State.of(dunning.resume(caller, AccountId.named(account), number, why.reason()));
    }

    /**
     * @param to the first day on which something may be done again
     */
    record Postponement(@Nullable LocalDate to, @Nullable String reason) {}

    /**
     * @param open what the invoice still asks for, a decimal string
     * @param steps that were taken since it is owed
     * @param next the day of the next one; null when there is none
     */
    record State(
            String invoice,
            String state,
            String open,
            String currency,
            LocalDate due,
            boolean disputed,
            @Nullable String exemptBecause,
            @Nullable LocalDate postponedTo,
            int steps,
            @Nullable LocalDate next) {

        static State of(Receivable of) {
            return new State(
                    of.invoice(),
                    of.state().wireName(),
                    PaymentAnswer.plain(of.open(), of.currency()),
                    of.currency().getCurrencyCode(),
                    of.due(),
                    of.chase().disputed(),
                    of.chase().exemptBecause(),
                    of.chase().postponedTo(),
                    of.chase().step(),
                    of.chase().next());
        }
    }
}

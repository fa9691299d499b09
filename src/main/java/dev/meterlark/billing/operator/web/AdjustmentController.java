package dev.meterlark.billing.operator.web;

import dev.meterlark.billing.operator.AccountAdjustments;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

/** What the operator puts on an account's next invoice, or gives it. */
@RestController
@RequestMapping("/api/v1/admin/accounts/{account}")
class AdjustmentController {

    private final AccountAdjustments adjustments;

    AdjustmentController(AccountAdjustments adjustments) {
        this.adjustments = adjustments;
    }

    /** A credit pays invoices after tax; a debit is a line of the next one, before tax. */
    @PostMapping("/adjustments")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    Adjusted adjust(
            Caller caller,
            @PathVariable String account,
            @RequestBody AccountAdjustments.Wish wish) {
        return Adjusted.of(adjustments.adjust(caller, AccountId.named(account), wish));
    }

    /** The newest hundred, those that an invoice has too; credits have a list of their own. */
    @GetMapping("/debits")
    @Access(Permission.OPERATE)
    Debits debits(@PathVariable String account) {
        return new Debits(
                adjustments.debits(AccountId.named(account)).stream().map(Adjusted::of).toList());
    }

    /**
     * @param kind credit or debit
     * @param invoice that a debit is on; null while it waits, and for credits
     */
    record Adjusted(
            String id,
            String kind,
            String description,
            String amount,
            String currency,
            @Nullable String invoice,
            Instant madeAt) {

        static Adjusted of(AccountAdjustments.Adjusted of) {
            return new Adjusted(
                    of.id(),
                    of.kind(),
                    of.description(),
                    of.amount().plainAmount(),
                    of.amount().currency().getCurrencyCode(),
                    of.invoice(),
                    of.madeAt());
        }
    }

    record Debits(List<Adjusted> items) {}
}

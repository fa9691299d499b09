package dev.meterlark.billing.payment.web;

import dev.meterlark.account.Page;
import dev.meterlark.billing.payment.Payment;
import dev.meterlark.billing.payment.PaymentId;
import dev.meterlark.billing.payment.Payments;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.LocalDate;
import java.util.UUID;

/** The operator's books of an account: what came in, bounced and was given back. */
@RestController
@RequestMapping("/api/v1/admin/accounts/{account}")
class AdminPaymentController {

    private final Payments payments;

    AdminPaymentController(Payments payments) {
        this.payments = payments;
    }

    @GetMapping("/payments")
    @Access(Permission.OPERATE)
    Page<PaymentAnswer> list(
            @PathVariable String account,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<Payment> page = payments.list(AccountId.named(account), cursor, limit);
        return new Page<>(page.items().stream().map(PaymentAnswer::of).toList(), page.nextCursor());
    }

    /** Without an amount the invoice is marked as paid. What is beyond it becomes a credit. */
    @PostMapping("/invoices/{number}/payments")
    @Access(Permission.OPERATE)
    @ResponseStatus(HttpStatus.CREATED)
    PaymentAnswer record(
            Caller caller,
            @PathVariable String account,
            @PathVariable String number,
            @RequestBody Received received) {
        return PaymentAnswer.of(
                payments.record(caller, AccountId.named(account), number, received.wish()));
    }

    /** It bounced, or was written down by mistake: the invoice is owed again. */
    @PostMapping("/payments/{payment}/reversal")
    @Access(Permission.OPERATE)
    @ResponseStatus(HttpStatus.CREATED)
    PaymentAnswer reverse(
            Caller caller,
            @PathVariable String account,
            @PathVariable String payment,
            @RequestBody Why why) {
        return PaymentAnswer.of(
                payments.reverse(
                        caller, AccountId.named(account), paymentId(payment), why.reason()));
    }

    /** It was given back for good: the invoice stays settled. */
    @PostMapping("/payments/{payment}/refund")
    @Access(Permission.OPERATE)
    @ResponseStatus(HttpStatus.CREATED)
    PaymentAnswer refund(
            Caller caller,
            @PathVariable String account,
            @PathVariable String payment,
            @RequestBody Back back) {
        return PaymentAnswer.of(
                payments.refund(
                        caller,
                        AccountId.named(account),
                        paymentId(payment),
                        back.amount(),
                        back.reason()));
    }

    private static PaymentId paymentId(String text) {
        try {
            return new PaymentId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.NOT_FOUND, "there is no such payment in this account");
        }
    }

    /**
     * @param amount a decimal string; null for all that is open
     * @param currency of the amount; null for the invoice's
     * @param reference what the bank calls it; the same one again is the same payment
     * @param receivedOn null for today
     */
    record Received(
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String reference,
            @Nullable LocalDate receivedOn,
            @Nullable String note) {

        Payments.Wish wish() {
            return new Payments.Wish(amount, currency, reference, receivedOn, note);
        }
    }

    record Why(@Nullable String reason) {}

    /**
     * @param amount a decimal string in the payment's currency
     */
    record Back(@Nullable String amount, @Nullable String reason) {}
}

package dev.meterlark.billing.payment.web;

import dev.meterlark.account.Page;
import dev.meterlark.billing.payment.Paying;
import dev.meterlark.billing.payment.Payment;
import dev.meterlark.billing.payment.Payments;
import dev.meterlark.billing.payment.SavedMethods;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What an account paid, and how it pays. */
@RestController
class PaymentController {

    private final Payments payments;
    private final Paying paying;
    private final SavedMethods saved;

    PaymentController(Payments payments, Paying paying, SavedMethods saved) {
        this.payments = payments;
        this.paying = paying;
        this.saved = saved;
    }

    @GetMapping("/api/v1/payments")
    @Access(Permission.BILLING_READ)
    Page<PaymentAnswer> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<Payment> page = payments.list(caller.account(), cursor, limit);
        return new Page<>(page.items().stream().map(PaymentAnswer::of).toList(), page.nextCursor());
    }

    /**
     * What the provider's code in the payer's browser needs: nothing is charged by this. 503 with
     * Retry-After while the payment is being prepared.
     */
    @PostMapping("/api/v1/invoices/{number}/payment")
    @Access(Permission.BILLING_MANAGE)
    @ShowsSecret
    Begun pay(Caller caller, @PathVariable String number) {
        return Begun.of(paying.begin(caller, number));
    }

    /** Charges what is saved, soon; what came of it is told by the invoice. */
    @PostMapping("/api/v1/invoices/{number}/charge")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Access(Permission.BILLING_MANAGE)
    void charge(Caller caller, @PathVariable String number) {
        paying.charge(caller, number);
    }

    /** Whether the next invoice is charged without asking, and by whom. */
    @GetMapping("/api/v1/payment-method")
    @Access(Permission.BILLING_READ)
    SavedMethods.Saved method(Caller caller) {
        return saved.of(caller.account());
    }

    /** From now on nothing is charged by itself; the provider is told, and keeps it no longer. */
    @DeleteMapping("/api/v1/payment-method")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.BILLING_MANAGE)
    void forget(Caller caller) {
        saved.forget(caller);
    }

    /**
     * @param state what the provider waits for, as of its last word: needs-method, needs-payer or
     *     processing
     * @param publishableKey that names this installation to the provider, and is no secret
     * @param clientSecret of this one payment
     */
    record Begun(
            String provider,
            String invoice,
            String amount,
            String currency,
            String state,
            String publishableKey,
            String clientSecret) {

        static Begun of(Paying.Begun begun) {
            return new Begun(
                    begun.provider(),
                    begun.invoice(),
                    begun.open().plainAmount(),
                    begun.open().currency().getCurrencyCode(),
                    begun.state(),
                    begun.key(),
                    begun.secret());
        }
    }
}

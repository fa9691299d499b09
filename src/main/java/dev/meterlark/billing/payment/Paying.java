package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.PaymentProvider.Checkout;
import dev.meterlark.billing.payment.PaymentProvider.ProviderException;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** How an account pays one of its invoices by itself. */
@Service
public class Paying {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Providers providers;
    private final ReceivableRows receivables;
    private final CollectionRows collections;
    private final PaymentAccountRows accounts;
    private final Errands errands;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Paying(
            Providers providers,
            ReceivableRows receivables,
            CollectionRows collections,
            PaymentAccountRows accounts,
            Errands errands,
            AuditTrail audit,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.providers = providers;
        this.receivables = receivables;
        this.collections = collections;
        this.accounts = accounts;
        this.errands = errands;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Charges what the account saved, soon: what came of it is told by the invoice and its
     * payments. However often it is asked, an invoice is paid once.
     *
     * @throws RefusedException 404 when the account has no such invoice, 409 when there is nothing
     *     to pay or nothing saved to charge
     */
    public void charge(Caller caller, String invoice) {
        transaction.executeWithoutResult(_ -> chargeIn(caller, invoice));
    }

    private void chargeIn(Caller caller, String invoice) {
        Receivable receivable = open(caller.account(), invoice);
        Money open = new Money(receivable.open(), receivable.currency());
        PaymentProvider provider = collector(invoice, open);
        boolean saved =
                accounts.find(caller.account())
                        .map(each -> each.methodOf(provider.name()) != null)
                        .orElse(false);
        if (!saved) {
            throw conflict(
                    "nothing is saved that invoice %s could be charged to".formatted(invoice));
        }
        errands.put(caller.account(), new Errand.Charge(invoice), clock.instant());
        audit.record(
                caller, "payment.asked", "invoice:" + invoice, Map.of("amount", open.toString()));
    }

    /**
     * @param key that names this installation to the provider's code in a browser
     * @param secret of this one payment, for the same
     */
    public record Begun(
            String provider, String invoice, Money open, String state, String key, String secret) {}

    /**
     * Asks the provider, and so blocks for some tenths of a second.
     *
     * @throws RefusedException 404 when the account has no such invoice, 409 when there is nothing
     *     to pay or nobody who collects it, 503 while the payment is being prepared
     */
    public Begun begin(Caller caller, String invoice) {
        Receivable receivable = open(caller.account(), invoice);
        Money open = new Money(receivable.open(), receivable.currency());
        PaymentProvider provider = collector(invoice, open);
        Optional<Collection> found = collections.find(caller.account(), invoice, provider.name());
        String reference = found.map(Collection::reference).orElse(null);
        if (found.isEmpty() || reference == null) {
            prepare(receivable);
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY, "the payment is being prepared; ask again", SOON);
        }
        return begun(provider, receivable, found.get(), reference);
    }

    private Receivable open(AccountId account, String invoice) {
        Receivable receivable = receivables.find(account, invoice).orElseThrow(Books::unknown);
        if (receivable.state() != State.OPEN) {
            throw conflict("invoice %s is %s".formatted(invoice, receivable.state().wireName()));
        }
        return receivable;
    }

    private PaymentProvider collector(String invoice, Money open) {
        return providers
                .first()
                .filter(each -> each.refusal(open) == null)
                .orElseThrow(
                        () ->
                                conflict(
                                        "invoice %s is paid as it says itself: nobody collects %s here"
                                                .formatted(invoice, open)));
    }

    private void prepare(Receivable receivable) {
        transaction.executeWithoutResult(
                _ ->
                        errands.put(
                                receivable.account(),
                                new Errand.Align(receivable.invoice()),
                                clock.instant()));
    }

    private static Begun begun(
            PaymentProvider provider, Receivable receivable, Collection found, String reference) {
        try {
            Checkout checkout = provider.checkout(reference);
            return new Begun(
                    provider.name(),
                    receivable.invoice(),
                    new Money(receivable.open(), receivable.currency()),
                    found.state().wireName(),
                    checkout.key(),
                    checkout.secret());
        } catch (ProviderException e) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "%s does not answer; ask again".formatted(provider.name()),
                    e.getMessage(),
                    e);
        }
    }

    private static RefusedException conflict(String text) {
        return new RefusedException(ErrorCode.CONFLICT, text);
    }
}

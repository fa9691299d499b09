package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.PaymentProvider.Checkout;
import dev.meterlark.billing.payment.PaymentProvider.ProviderException;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** How an account pays one of its invoices by itself. */
@Service
public class Paying {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Providers providers;
    private final ReceivableRows receivables;
    private final CollectionRows collections;
    private final Errands errands;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Paying(
            Providers providers,
            ReceivableRows receivables,
            CollectionRows collections,
            Errands errands,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.providers = providers;
        this.receivables = receivables;
        this.collections = collections;
        this.errands = errands;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
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
        Receivable receivable =
                receivables.find(caller.account(), invoice).orElseThrow(Books::unknown);
        if (receivable.state() != State.OPEN) {
            throw conflict("invoice %s is %s".formatted(invoice, receivable.state().wireName()));
        }
        Money open = new Money(receivable.open(), receivable.currency());
        PaymentProvider provider =
                providers
                        .first()
                        .filter(each -> each.refusal(open) == null)
                        .orElseThrow(
                                () ->
                                        conflict(
                                                "invoice %s is paid as it says itself: nobody collects %s here"
                                                        .formatted(invoice, open)));
        Optional<Collection> found = collections.find(caller.account(), invoice, provider.name());
        String reference = found.map(Collection::reference).orElse(null);
        if (found.isEmpty() || reference == null) {
            prepare(receivable);
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY, "the payment is being prepared; ask again", SOON);
        }
        return begun(provider, receivable, found.get(), reference);
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

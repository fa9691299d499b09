package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.PaymentProvider.ProviderException;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The way from an invoice to a payment at the provider: a customer, a payment of the open amount,
 * perhaps a charge. What was done is in the rows, so each call finds the next thing to ask; no
 * transaction is open while the provider is asked.
 */
@Component
class Collecting {

    private final PaymentAccountRows accounts;
    private final ReceivableRows receivables;
    private final CollectionRows collections;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Collecting(
            PaymentAccountRows accounts,
            ReceivableRows receivables,
            CollectionRows collections,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.accounts = accounts;
        this.receivables = receivables;
        this.collections = collections;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    sealed interface Next {

        record Nothing() implements Next {}

        /** Something was asked and written down; there is more. */
        record Asked() implements Next {}

        record Look(String reference) implements Next {}
    }

    Next next(
            PaymentProvider provider,
            AccountId account,
            String invoice,
            UUID errand,
            boolean charge) {
        Receivable receivable = receivables.find(account, invoice).orElse(null);
        PaymentAccount payer = accounts.find(account).orElse(null);
        if (receivable == null || payer == null) {
            return new Next.Nothing();
        }
        Claim claim =
                new Claim(account, invoice, new Money(receivable.open(), receivable.currency()));
        Collection collection = collections.find(account, invoice, provider.name()).orElse(null);
        String reference = collection == null ? null : collection.reference();
        if (collection == null || reference == null) {
            return begin(provider, payer, receivable, claim);
        }
        if (collection.state().isFinal()) {
            return new Next.Nothing();
        }
        if (claim.open().amount().signum() == 0) {
            provider.cancel(reference);
            return new Next.Look(reference);
        }
        if (collection.asked().compareTo(claim.open().amount()) != 0) {
            provider.change(reference, claim);
            collections.asked(collection, claim.open().amount(), clock.instant());
            return new Next.Asked();
        }
        String method = payer.methodOf(provider.name());
        if (charge && method != null && !errand.equals(collection.chargedBy())) {
            charge(provider, collection, reference, method, errand);
        }
        return new Next.Look(reference);
    }

    private Next begin(
            PaymentProvider provider, PaymentAccount payer, Receivable receivable, Claim claim) {
        BigDecimal open = claim.open().amount();
        if (open.signum() == 0 || provider.refusal(claim.open()) != null) {
            return new Next.Nothing();
        }
        String customer = payer.customerOf(provider.name());
        if (customer == null) {
            String made =
                    provider.customer(payer.account(), receivable.payer(), receivable.payerEmail());
            DurableSteps.reached("payment.customer-made");
            accounts.customer(payer.account(), provider.name(), made);
            return new Next.Asked();
        }
        String reference = provider.open(claim, customer);
        DurableSteps.reached("payment.opened");
        transaction.executeWithoutResult(_ -> opened(provider.name(), claim, reference));
        return new Next.Asked();
    }

    private void opened(String provider, Claim claim, String reference) {
        accounts.lock(claim.account());
        if (collections.find(claim.account(), claim.invoice(), provider).isEmpty()) {
            collections.insert(claim, provider, reference, clock.instant());
        }
    }

    /**
     * What the payer's bank refuses is no failure of ours: the reason is kept, and they are told.
     */
    private void charge(
            PaymentProvider provider,
            Collection collection,
            String reference,
            String method,
            UUID errand) {
        @Nullable String trouble = null;
        try {
            provider.charge(reference, method, errand.toString());
        } catch (ProviderException e) {
            if (e.passes()) {
                throw e;
            }
            trouble = e.getMessage();
        }
        DurableSteps.reached("payment.charged");
        collections.charged(collection, errand, trouble, clock.instant());
    }
}

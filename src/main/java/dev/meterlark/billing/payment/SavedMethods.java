package dev.meterlark.billing.payment;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.Map;

/**
 * What an account used once to pay, and is charged by itself for its next invoices. It is kept at
 * the provider; here only that there is one.
 */
@Service
@Transactional
public class SavedMethods {

    private final PaymentAccountRows accounts;
    private final Providers providers;
    private final Errands errands;
    private final AuditTrail audit;
    private final InstantSource clock;

    SavedMethods(
            PaymentAccountRows accounts,
            Providers providers,
            Errands errands,
            AuditTrail audit,
            InstantSource clock) {
        this.accounts = accounts;
        this.providers = providers;
        this.errands = errands;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param provider who collects by itself here; null when nobody does
     * @param saved whether the next invoice is charged without asking
     */
    public record Saved(@Nullable String provider, boolean saved) {}

    @Transactional(readOnly = true)
    public Saved of(AccountId account) {
        String provider = providers.first().map(PaymentProvider::name).orElse(null);
        boolean saved =
                provider != null
                        && accounts.find(account)
                                .map(each -> each.methodOf(provider) != null)
                                .orElse(false);
        return new Saved(provider, saved);
    }

    /**
     * Nothing is charged by itself from now on, until the account pays with something again. The
     * provider is told soon, and again until it has heard.
     *
     * @throws RefusedException when nothing is saved
     */
    public void forget(Caller caller) {
        AccountId account = caller.account();
        PaymentAccount payer =
                accounts.lock(account)
                        .filter(each -> each.method() != null)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND, "no way to pay is saved"));
        accounts.method(account, null);
        String provider = payer.provider();
        String method = payer.method();
        if (provider != null && method != null) {
            errands.put(account, new Errand.Forget(provider, method), clock.instant());
        }
        audit.record(caller, "payment-method.forgotten", "account:" + account, Map.of());
    }
}

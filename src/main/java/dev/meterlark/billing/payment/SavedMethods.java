package dev.meterlark.billing.payment;

import dev.meterlark.account.AuditLog;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

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
    private final AuditLog audit;

    SavedMethods(PaymentAccountRows accounts, Providers providers, AuditLog audit) {
        this.accounts = accounts;
        this.providers = providers;
        this.audit = audit;
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
     * Nothing is charged by itself from now on, until the account pays with something again.
     *
     * @throws RefusedException when nothing is saved
     */
    public void forget(Caller caller) {
        boolean saved =
                accounts.lock(caller.account()).map(each -> each.method() != null).orElse(false);
        if (!saved) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "no way to pay is saved");
        }
        accounts.method(caller.account(), null);
        audit.record(caller, "payment-method.forgotten", "account:" + caller.account(), Map.of());
    }
}

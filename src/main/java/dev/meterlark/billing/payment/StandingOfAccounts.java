package dev.meterlark.billing.payment;

import dev.meterlark.account.Accounts;
import dev.meterlark.billing.MoneyAudit;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

import java.util.Map;

/** As the accounts' module has it. */
@Component
class StandingOfAccounts implements Standing {

    private final Accounts accounts;
    private final MoneyAudit audit;

    StandingOfAccounts(Accounts accounts, MoneyAudit audit) {
        this.accounts = accounts;
        this.audit = audit;
    }

    @Override
    public boolean suspend(AccountId account, String reason) {
        return accounts.suspendForDebt(account, reason);
    }

    @Override
    public boolean reopen(AccountId account, String reason) {
        return accounts.reopenFromDebt(account, reason);
    }

    @Override
    public void audit(
            Actor actor, AccountId account, String action, String subject, Map<String, ?> detail) {
        audit.record(actor.operator(), actor.name(), account, action, subject, detail);
    }
}

package dev.meterlark.function;

import dev.meterlark.account.Accounts;
import dev.meterlark.function.snapshot.ClosedAccounts;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

@Component
class AccountStanding implements ClosedAccounts {

    private final Accounts accounts;

    AccountStanding(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public boolean isClosed(AccountId account) {
        return accounts.closed(account);
    }
}

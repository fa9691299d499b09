package dev.meterlark.billing.invoice;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.AccountOverview;
import dev.meterlark.account.Accounts;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/** As the accounts' module has them. */
@Component
class AccountsKnown implements KnownAccounts {

    private final Accounts accounts;

    AccountsKnown(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<KnownAccount> after(@Nullable AccountId after, int most) {
        return accounts.byId(after, most).stream().map(AccountsKnown::known).toList();
    }

    @Override
    public Optional<KnownAccount> find(AccountId account) {
        return accounts.overview(account).map(AccountsKnown::known);
    }

    private static KnownAccount known(AccountOverview overview) {
        AccountIdentity identity = overview.identity();
        return new KnownAccount(
                identity.id(), identity.number(), identity.name(), overview.createdAt());
    }
}

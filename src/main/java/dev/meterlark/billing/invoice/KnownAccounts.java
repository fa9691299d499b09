package dev.meterlark.billing.invoice;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Every account of the installation, as far as billing has to know it. */
interface KnownAccounts {

    /**
     * By id.
     *
     * @param after null for the beginning
     */
    List<KnownAccount> after(@Nullable AccountId after, int most);

    Optional<KnownAccount> find(AccountId account);
}

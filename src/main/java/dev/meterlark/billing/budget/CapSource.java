package dev.meterlark.billing.budget;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/** Where caps are said. */
interface CapSource {

    /** Hears of what was changed elsewhere: whose cap may be another since it was asked last. */
    Set<AccountId> refresh();

    /** In memory; null for none. */
    @Nullable Money of(AccountId account, Instant at);
}

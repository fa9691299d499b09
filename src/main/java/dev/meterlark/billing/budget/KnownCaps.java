package dev.meterlark.billing.budget;

import dev.meterlark.billing.Plans;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Caps that accounts said, and those of their plans: the lower holds. In memory. */
final class KnownCaps implements CapSource {

    /** Longer than the transaction of whoever says one may take. */
    private static final Duration AGAIN = Duration.ofSeconds(90);

    private final BudgetRows rows;
    private final Plans plans;
    private final InstantSource clock;
    private final Map<AccountId, Money> said = new ConcurrentHashMap<>();
    private Instant readUntil = Instant.EPOCH;

    /**
     * @param clock the database's
     */
    KnownCaps(BudgetRows rows, Plans plans, InstantSource clock) {
        this.rows = rows;
        this.plans = plans;
        this.clock = clock;
    }

    @Override
    public synchronized Set<AccountId> refresh() {
        Instant now = clock.instant();
        Map<AccountId, @Nullable Money> changed = rows.capsChangedSince(readUntil);
        changed.forEach(this::say);
        readUntil = now.minus(AGAIN);
        return Set.copyOf(changed.keySet());
    }

    /** This node hears of it at once. */
    void say(AccountId account, @Nullable Money cap) {
        if (cap == null) {
            said.remove(account);
        } else {
            said.put(account, cap);
        }
    }

    @Override
    public @Nullable Money of(AccountId account, Instant at) {
        return lower(said.get(account), account, at);
    }

    /** An account's own and its plan's. */
    @Nullable Money lower(@Nullable Money own, AccountId account, Instant at) {
        Money ofPlan = plans.hardCapOf(account, at);
        if (own == null) {
            return ofPlan;
        }
        Money inCurrency = inCurrency(own, account, at);
        return ofPlan == null || inCurrency.amount().compareTo(ofPlan.amount()) <= 0
                ? inCurrency
                : ofPlan;
    }

    /** One that was said in another currency than the plan has now cannot be kept: nothing may. */
    private Money inCurrency(Money own, AccountId account, Instant at) {
        var currency = plans.bookOf(account, at).currency();
        return own.currency().equals(currency) ? own : Money.zero(currency);
    }
}

package dev.meterlark.billing.budget;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Caps as a test says them. */
final class SaidCaps implements CapSource {

    private final Map<AccountId, Money> caps = new ConcurrentHashMap<>();
    private final Set<AccountId> changed = new HashSet<>();

    synchronized void cap(AccountId account, @Nullable Money cap) {
        if (cap == null) {
            caps.remove(account);
        } else {
            caps.put(account, cap);
        }
        changed.add(account);
    }

    @Override
    public synchronized Set<AccountId> refresh() {
        Set<AccountId> taken = Set.copyOf(changed);
        changed.clear();
        return taken;
    }

    @Override
    public @Nullable Money of(AccountId account, Instant at) {
        return caps.get(account);
    }
}

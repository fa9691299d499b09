package dev.meterlark.billing.budget;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An account with a cap, and the slices this node has of it: one of each stretch that calls were
 * begun in. The monitor guards the list.
 */
final class Capped {

    final AccountId account;
    private volatile @Nullable Money cap;
    private volatile boolean changed;
    private volatile List<Purse> purses = List.of();
    private volatile @Nullable Quantities unpaid;

    Capped(AccountId account, @Nullable Money cap) {
        this.account = account;
        this.cap = cap;
    }

    /** Null when there is none any more. */
    @Nullable Money cap() {
        return cap;
    }

    void cap(@Nullable Money changed) {
        cap = changed;
        unpaid = null;
        this.changed = true;
    }

    /** Whether its cap was said since this was asked last. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** What stood ready and could not be paid; null when all can be. */
    @Nullable Quantities unpaid() {
        return unpaid;
    }

    /** Nothing may stand ready until there is room for so much. */
    void mayNotStand(Quantities wanted) {
        unpaid = wanted;
    }

    void mayStand() {
        unpaid = null;
    }

    /** Null when nothing was leased yet of the stretch that it lies in. */
    @Nullable Purse purseAt(Instant at) {
        List<Purse> now = purses;
        for (int i = now.size() - 1; i >= 0; i--) { // the newest is nearly always the one
            if (now.get(i).stretch().contains(at)) {
                return now.get(i);
            }
        }
        return null;
    }

    List<Purse> purses() {
        return purses;
    }

    /** One whose stretch ends elsewhere now, or has other prices, is the same one. */
    synchronized Purse purse(Stretch stretch) {
        for (Purse each : purses) {
            if (each.stretch().from().equals(stretch.from())) {
                each.stretch(stretch);
                return each;
            }
        }
        Purse fresh = new Purse(stretch);
        List<Purse> all = new ArrayList<>(purses);
        all.add(fresh);
        purses = List.copyOf(all);
        return fresh;
    }

    synchronized void remove(Purse purse) {
        purses = purses.stream().filter(each -> each != purse).toList();
    }
}

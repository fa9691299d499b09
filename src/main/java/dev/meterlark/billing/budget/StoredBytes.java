package dev.meterlark.billing.budget;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.StorageGuard;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Lets in what an account with a cap can pay to the month's end. It holds the account's month until
 * the transaction that writes is over, so that no slice of the same money is given meanwhile.
 */
final class StoredBytes implements StorageGuard {

    private final Caps caps;
    private final Months months;
    private final SliceRows slices;
    private final TransactionTemplate own;
    private final InstantSource clock;

    /**
     * @param months of no run, so that this node's slices are as the others'
     * @param clock the database's
     */
    StoredBytes(
            Caps caps,
            Months months,
            SliceRows slices,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.caps = caps;
        this.months = months;
        this.slices = slices;
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    @Override
    public void require(AccountId account, long bytes) {
        Capped capped = caps.of(account);
        Money cap = capped == null ? null : capped.cap();
        if (cap == null || bytes <= 0) {
            return;
        }
        Instant now = clock.instant();
        Stretch stretch = months.stretchAt(account, now);
        Instant period = stretch.period().from();
        own.executeWithoutResult(_ -> slices.leases(account, period)); // so that there is a row
        slices.hold(account, period);
        Facts facts = months.facts(account, cap, stretch, List.of(), 0, now);
        if (facts.with(Quantities.NOTHING).compareTo(facts.limit()) > 0) {
            throw new RefusedException(
                    ErrorCode.SPEND_CAP,
                    ("%d bytes more, kept to the end of the month, cost more than is left of the"
                                    + " account's cap of %s a month; delete some, or raise the cap")
                            .formatted(bytes, cap));
        }
    }
}

package dev.meterlark.billing.budget;

import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Reservation;

import java.util.concurrent.atomic.AtomicBoolean;

/** What is set aside for one attempt, until it says what came of it. */
final class Aside implements Reservation {

    private final Purse purse;
    private final Quantities worst;
    private final Unconfirmed unconfirmed;
    private final AtomicBoolean ended = new AtomicBoolean();

    Aside(Purse purse, Quantities worst, Unconfirmed unconfirmed) {
        this.purse = purse;
        this.worst = worst;
        this.unconfirmed = unconfirmed;
    }

    @Override
    public void settle(InvocationRecord record) {
        if (ended.compareAndSet(false, true)) {
            Quantities came = Quantities.of(CallUsage.of(record));
            purse.settle(worst, came);
            unconfirmed.add(record, purse, came);
        }
    }

    @Override
    public void release() {
        if (ended.compareAndSet(false, true)) {
            purse.settle(worst, Quantities.NOTHING);
        }
    }
}

package dev.meterlark.billing.budget;

import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterGuard;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets be counted what an account with a cap can pay: from the same slices as calls, until the
 * counts are in the ledger.
 */
final class CountedSpend implements MeterGuard {

    private final Caps caps;

    CountedSpend(Caps caps) {
        this.caps = caps;
    }

    @Override
    public Held reserve(AccountId account, Instant at, Meter meter, long most) {
        Capped of = caps.cappedAt(account, at);
        if (of == null) {
            return Held.NOTHING;
        }
        Quantities worst = Quantities.of(meter, most);
        Purse purse = wait(of, at, worst);
        return purse == null ? Held.NOTHING : new OfPurse(purse, meter, worst);
    }

    private @Nullable Purse wait(Capped of, Instant at, Quantities worst) {
        try {
            return caps.purse(of, at, worst, false).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RefusedException refusal ? refusal : e;
        }
    }

    @Override
    public void standsUnpaid(AccountId account, long mibMillis) {
        Capped of = caps.of(account);
        if (of != null) {
            of.mayNotStand(Quantities.of(Meter.PROVISIONED, mibMillis));
        }
    }

    @Override
    public Runnable gathering() {
        Map<Purse, Quantities> counted = new HashMap<>();
        for (Capped each : caps.all()) {
            for (Purse purse : each.purses()) {
                counted.put(purse, purse.counted());
            }
        }
        return () -> counted.forEach(Purse::confirmCounted);
    }

    /** What is set aside of one meter. */
    private static final class OfPurse implements Held {

        private final Purse purse;
        private final Meter meter;
        private final Quantities worst;
        private final AtomicBoolean ended = new AtomicBoolean();

        OfPurse(Purse purse, Meter meter, Quantities worst) {
            this.purse = purse;
            this.meter = meter;
            this.worst = worst;
        }

        @Override
        public void counted(long amount) {
            if (ended.compareAndSet(false, true)) {
                purse.settleCounted(worst, Quantities.of(meter, amount));
            }
        }
    }
}

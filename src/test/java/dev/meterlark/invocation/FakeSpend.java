package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Prices of no plan's, and a note of what was set aside and of what ended it, in order. */
public final class FakeSpend implements SpendGuard {

    /** One reservation. */
    final class Aside implements Reservation {

        final CallUsage worst;

        /** What ended it: usage, null for a release. */
        final List<CallUsage> ends = new ArrayList<>();

        private Aside(CallUsage worst) {
            this.worst = worst;
        }

        @Override
        public void settle(InvocationRecord record) {
            end(CallUsage.of(record));
        }

        @Override
        public void release() {
            end(CallUsage.NOTHING);
        }

        private void end(CallUsage usage) {
            synchronized (FakeSpend.this) {
                ends.add(usage);
            }
        }
    }

    private final List<Aside> asides = new ArrayList<>();
    private Function<CallUsage, CallPrice> prices = FakeSpend::tenthOfAMicroPerMibSecond;
    private @Nullable AccountId stopped;
    private Duration lost = Duration.ZERO;
    private @Nullable CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

    void price(Function<CallUsage, CallPrice> by) {
        prices = by;
    }

    /** What the promise of the next reservations waits for, or fails with; null to throw. */
    synchronized void answer(@Nullable CompletableFuture<Void> with) {
        answer = with;
    }

    synchronized List<Aside> asides() {
        return List.copyOf(asides);
    }

    static CallPrice tenthOfAMicroPerMibSecond(CallUsage used) {
        BigDecimal amount = BigDecimal.valueOf(used.mibMillis(), 10).stripTrailingZeros();
        return new CallPrice(new Money(amount, InvocationNode.USD), InvocationNode.PRICE_BOOK);
    }

    @Override
    public CallPrice price(AccountId account, Instant at, CallUsage used) {
        return prices.apply(used);
    }

    @Override
    public synchronized CompletableFuture<Reservation> reserve(
            AccountId account, Instant at, CallUsage worst) {
        CompletableFuture<Void> waits = answer;
        if (waits == null) {
            throw new IllegalStateException("no plan");
        }
        return waits.thenApply(_ -> aside(worst));
    }

    private synchronized Aside aside(CallUsage worst) {
        Aside aside = new Aside(worst);
        asides.add(aside);
        return aside;
    }

    /**
     * As when it had spent too much.
     *
     * @param account null when none is
     * @param lost so much of everybody's age
     */
    public synchronized void stop(@Nullable AccountId account, Duration lost) {
        stopped = account;
        this.lost = lost;
    }

    @Override
    public synchronized boolean isStopped(AccountId account) {
        return account.equals(stopped);
    }

    @Override
    public synchronized boolean mayStandReady(AccountId account) {
        return !account.equals(stopped);
    }

    @Override
    public synchronized Duration stopped(AccountId account, Instant from, Instant to) {
        return lost;
    }
}

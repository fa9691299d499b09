package dev.meterlark.billing;

import dev.meterlark.billing.rating.ListPrices;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.invocation.CallPrice;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.Reservation;
import dev.meterlark.invocation.SpendGuard;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * What every account is on, in memory, because every call asks. A change takes effect only once
 * every node has read it, so all give the same price at the same time.
 */
@Component
public class Plans implements SpendGuard {

    private static final CompletableFuture<Reservation> FREE =
            CompletableFuture.completedFuture(Reservation.NONE);

    private final InstantSource clock;
    private volatile PlanSnapshot known = PlanSnapshot.PRODUCT;

    Plans(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CallPrice price(AccountId account, CallUsage used) {
        ListPrices prices = pricesOf(account, clock.instant());
        return new CallPrice(
                prices.of(
                        Quantity.requests(used.requests()),
                        Quantity.gbSeconds(BigInteger.valueOf(used.mibMillis())),
                        new Quantity(Meter.CPU_SECONDS, BigInteger.valueOf(used.cpuMicros())),
                        new Quantity(Meter.EGRESS_GB, BigInteger.valueOf(used.egressBytes()))),
                prices.book().id());
    }

    @Override
    public CompletableFuture<Reservation> reserve(AccountId account, Instant at, CallUsage worst) {
        return FREE;
    }

    @Override
    public boolean isStopped(AccountId account) {
        return false;
    }

    @Override
    public Duration stopped(AccountId account, Instant from, Instant to) {
        return Duration.ZERO;
    }

    /** The list prices that hold for the account then. */
    public ListPrices pricesOf(AccountId account, Instant at) {
        return known.planOf(account, at).at(at);
    }

    /** The prices that hold for the account then. */
    public PriceBook bookOf(AccountId account, Instant at) {
        return pricesOf(account, at).book();
    }

    /** What the account is on then. */
    public Plan of(AccountId account, Instant at) {
        PlanSnapshot.Offered plan = known.planOf(account, at);
        return new Plan(plan.terms(), plan.at(at).book());
    }

    /** From now on this is what holds. */
    public void become(PlanSnapshot newer) {
        known = newer;
    }
}

package dev.meterlark.billing.budget;

import dev.meterlark.invocation.CallPrice;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.Reservation;
import dev.meterlark.invocation.SpendGuard;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the path of a call asks about money: in memory, but for a call that finds its account's
 * slice used up, which waits until another one is leased.
 */
final class Caps implements SpendGuard {

    private static final CompletableFuture<Reservation> FREE =
            CompletableFuture.completedFuture(Reservation.NONE);

    private final Prices prices;
    private final CapSource source;
    private final Asking asking;
    private final Stops stops;
    private final Unconfirmed unconfirmed;
    private final Duration retryAfter;
    private final Map<AccountId, Capped> capped = new ConcurrentHashMap<>();

    /** Of a call at list. */
    interface Prices {

        CallPrice price(AccountId account, Instant at, CallUsage used);
    }

    Caps(
            Prices prices,
            CapSource source,
            Leasing leasing,
            Months months,
            Stops stops,
            Unconfirmed unconfirmed,
            Duration retryAfter) {
        this.prices = prices;
        this.source = source;
        this.asking = new Asking(this, leasing, months);
        this.stops = stops;
        this.unconfirmed = unconfirmed;
        this.retryAfter = retryAfter;
    }

    @Override
    public CallPrice price(AccountId account, Instant at, CallUsage used) {
        return prices.price(account, at, used);
    }

    @Override
    public CompletableFuture<Reservation> reserve(AccountId account, Instant at, CallUsage worst) {
        Capped of = cappedAt(account, at);
        if (of == null) {
            return FREE;
        }
        Quantities most = Quantities.of(worst);
        CompletableFuture<Reservation> promise = new CompletableFuture<>();
        purse(of, at, most, true)
                .whenComplete(
                        (purse, refusal) -> {
                            if (refusal != null) {
                                promise.completeExceptionally(refusal);
                            } else {
                                promise.complete(aside(purse, most));
                            }
                        });
        return promise;
    }

    private Reservation aside(@Nullable Purse purse, Quantities most) {
        return purse == null ? Reservation.NONE : new Aside(purse, most, unconfirmed);
    }

    /** The account's, when it has a cap at that time; null when it has none. */
    @Nullable Capped cappedAt(AccountId account, Instant at) {
        Capped of = capped.get(account);
        if (of == null) {
            Money cap = source.of(account, at);
            return cap == null ? null : meet(account, cap);
        }
        return of.cap() == null ? null : of;
    }

    private Capped meet(AccountId account, Money cap) {
        return capped.computeIfAbsent(account, id -> new Capped(id, cap));
    }

    /**
     * The slice in which as much is set aside now; null when there is no cap any more.
     *
     * @param call whether the account's calls are stopped when what was spent leaves no room
     */
    CompletableFuture<@Nullable Purse> purse(
            Capped of, Instant at, Quantities worst, boolean call) {
        Purse purse = of.purseAt(at);
        if (purse == null) {
            return asking.ask(of, at, worst, call);
        }
        if (purse.take(worst)) {
            if (purse.isLow(worst)) {
                asking.refill(of, at, worst);
            }
            return CompletableFuture.completedFuture(purse);
        }
        Share known = purse.refusal(worst, System.nanoTime());
        return known == null
                ? asking.ask(of, at, worst, call)
                : CompletableFuture.failedFuture(refusal(of, known));
    }

    /** What one is told that found no room. */
    RefusedException refusal(Capped of, Share why) {
        Money cap = of.cap();
        return switch (why) {
            case Share.Reached _ ->
                    new RefusedException(
                            ErrorCode.SPEND_CAP,
                            ("the account's cap of %s a month is reached: what is left is less than"
                                            + " this may cost at most; raise the cap, or wait for"
                                            + " the next month")
                                    .formatted(cap));
            case Share.Reserved _ ->
                    new RefusedException(
                            ErrorCode.SPEND_RESERVED,
                            "what is left of the account's cap of %s a month is set aside for what runs now; try again when some of it has ended"
                                    .formatted(cap),
                            retryAfter);
            case Share.Granted _ -> throw new IllegalStateException("granted: " + why);
        };
    }

    void reached(Capped of, Stretch stretch, Quantities worst) {
        stops.begin(of.account, stretch.period().from(), worst);
    }

    @Override
    public boolean isStopped(AccountId account) {
        return stops.isStopped(account);
    }

    @Override
    public boolean mayStandReady(AccountId account) {
        Capped of = capped.get(account);
        return !isStopped(account) && (of == null || of.unpaid() == null);
    }

    @Override
    public Duration stopped(AccountId account, Instant from, Instant to) {
        return stops.within(account, from, to);
    }

    /**
     * Its cap may be another: then what is left of its slices goes back, and what was refused is
     * asked anew.
     */
    void look(AccountId account, Instant now) {
        Money cap = source.of(account, now);
        Capped of = capped.get(account);
        if (of == null && cap != null) {
            meet(account, cap);
        } else if (of != null && !Objects.equals(cap, of.cap())) {
            of.cap(cap);
            for (Purse each : of.purses()) {
                each.giveBack();
                each.forgetRefusal();
            }
        }
    }

    /** The account's, when it has a cap now. */
    @Nullable Capped withCap(AccountId account, Instant now) {
        look(account, now);
        Capped of = capped.get(account);
        return of == null || of.cap() == null ? null : of;
    }

    @Nullable Capped of(AccountId account) {
        return capped.get(account);
    }

    Collection<Capped> all() {
        return List.copyOf(capped.values());
    }

    /** One that has neither a cap nor a slice. */
    void forget(Capped of) {
        if (of.cap() == null && of.purses().isEmpty()) {
            capped.remove(of.account, of);
        }
    }
}

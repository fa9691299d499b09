package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The control plane's word on money, asked in memory on the path of a call. Never blocks. */
public interface SpendGuard {

    /**
     * The list price of what one attempt used, with the price book it comes from.
     *
     * @param at when the attempt started, which decides whose hour it is
     */
    CallPrice price(AccountId account, Instant at, CallUsage used);

    /**
     * Sets aside what an attempt may cost at most. The promise is kept at once for an account
     * without a cap, and in nearly every other case; else when this node was given a further part
     * of what is left. It fails with a {@link RefusedException}: 402 when what was spent stands in
     * the way, 429 when only what is set aside elsewhere does.
     *
     * @param at when the attempt started, which decides the month it belongs to
     * @param worst no attempt uses more
     */
    CompletableFuture<Reservation> reserve(AccountId account, Instant at, CallUsage worst);

    /** Whether what the account spent keeps its calls from being begun, as far as is known here. */
    boolean isStopped(AccountId account);

    /** Whether sandboxes may stand ready for it without a call: it can pay for them. */
    boolean mayStandReady(AccountId account);

    /** How much of the time between was lost to that, so that it is not counted as anyone's age. */
    Duration stopped(AccountId account, Instant from, Instant to);
}

package dev.meterlark.invocation;

import dev.meterlark.platform.Carried;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the acceptance of a call means for whoever carries what it is called with. */
public final class Acceptance {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Acceptance() {}

    /** Waits for the promise of {@link AsyncCalls#accept}, or of what stands on it. */
    public static Carried awaited(Future<?> promise) {
        try {
            promise.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new Carried.Delivered();
        } catch (ExecutionException e) {
            return e.getCause() instanceof RefusedException refusal
                    ? refused(refusal)
                    : new Carried.Failed("the platform did not accept the call", null);
        } catch (TimeoutException e) {
            return new Carried.Failed("the platform did not accept the call in time", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Carried.Failed("the platform stopped", null);
        }
    }

    private static Carried refused(RefusedException refusal) {
        return passes(refusal.code())
                ? new Carried.Failed(refusal.publicText(), refusal.retryAfter())
                : new Carried.Hopeless(refusal.publicText());
    }

    /** A function that is missing may be on its way to this node, or come back. */
    private static boolean passes(ErrorCode code) {
        return code.retryable()
                || code.fault() == Fault.PLATFORM
                || code == ErrorCode.NOT_FOUND
                || code == ErrorCode.FUNCTION_WITHOUT_CODE;
    }
}

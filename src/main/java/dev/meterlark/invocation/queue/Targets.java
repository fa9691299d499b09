package dev.meterlark.invocation.queue;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.Standing;
import dev.meterlark.invocation.Attempts;
import dev.meterlark.invocation.Attempts.Target;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of the functions that calls wait for: how many may run, and which cannot be called
 * now, so that their calls are not leased and given back again and again.
 */
@Component
class Targets {

    /** Of a function that this node knows nothing of yet: one call tells what its bounds are. */
    private static final int FIRST = 1;

    private static final Duration MISSING_PAUSE = Duration.ofSeconds(5);
    private static final int MOST = 100_000;

    private final Attempts attempts;
    private final ObjectProvider<Standing> standing;
    private final Duration missingPause;
    private final Map<FunctionId, Target> found = new ConcurrentHashMap<>();

    /** When, by the monotonic clock, a function that could not be called is to be tried again. */
    private final Map<FunctionId, Long> missing = new ConcurrentHashMap<>();

    @Autowired
    Targets(Attempts attempts, ObjectProvider<Standing> standing) {
        this(attempts, standing, MISSING_PAUSE);
    }

    /**
     * @param missingPause before it is looked again whether what is missing is there again
     */
    Targets(Attempts attempts, ObjectProvider<Standing> standing, Duration missingPause) {
        this.attempts = attempts;
        this.standing = standing;
        this.missingPause = missingPause;
    }

    void remember(Target target) {
        if (found.size() >= MOST) {
            found.clear();
        }
        found.put(target.function(), target);
    }

    /** Null when it cannot be called now, or another function has its name. */
    @Nullable Target of(Lease lease) {
        try {
            Target target = attempts.target(lease.account(), lease.wanted());
            if (!target.function().equals(lease.function())) {
                return null;
            }
            remember(target);
            missing.remove(target.function());
            return target;
        } catch (RefusedException e) {
            return null;
        }
    }

    /** The last that was known, when it cannot be called now. */
    AsyncPolicy policy(Lease lease) {
        Target now = of(lease);
        Target last = now == null ? found.get(lease.function()) : now;
        return last == null ? AsyncPolicy.DEFAULT : last.policy();
    }

    /** How long its account had spent too much for it to be begun. */
    Duration stopped(Lease lease, Instant now) {
        return attempts.stopped(lease.account(), lease.agedFrom(), now);
    }

    /** Why it cannot be called, for people. */
    String refusal(Lease lease) {
        try {
            attempts.target(lease.account(), lease.wanted());
            return "another function has its name now";
        } catch (RefusedException e) {
            return e.publicText();
        }
    }

    /** Asks the control plane. Calls of what is gone are all ended; those of others pause. */
    boolean isGone(Lease lease) {
        boolean exists =
                standing.stream().anyMatch(each -> each.exists(lease.account(), lease.function()));
        if (missing.size() >= MOST) {
            missing.clear();
        }
        missing.put(lease.function(), System.nanoTime() + (exists ? missingPause.toNanos() : 0));
        return !exists;
    }

    /** How many calls of a function may be leased now. */
    int room(FunctionId function, int batch) {
        Long until = missing.get(function);
        if (until != null) {
            return until - System.nanoTime() > 0 ? 0 : batch;
        }
        Target target = found.get(function);
        return target == null
                ? FIRST
                : Math.min(attempts.roomOfAccount(target), attempts.room(target));
    }
}

package dev.meterlark.worker.pool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How long the next start of a function has to wait whose last starts failed: nothing after the
 * first failures, then twice as long each time, up to a limit. A function that cannot start must
 * not keep the node busy with starting it.
 */
final class CrashLoops {

    private static final int FREE_FAILURES = 3;
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private record Failures(int count, long lastNanos) {}

    private final Cache<Kind, Failures> failures =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofMinutes(5))
                    .build();

    Duration wait(Kind kind, long nowNanos) {
        Failures known = failures.getIfPresent(kind);
        if (known == null || known.count < FREE_FAILURES) {
            return Duration.ZERO;
        }
        int doublings = Math.min(known.count - FREE_FAILURES, 10);
        Duration full = FIRST.multipliedBy(1L << doublings);
        Duration bounded = full.compareTo(LONGEST) > 0 ? LONGEST : full;
        Duration left = bounded.minusNanos(nowNanos - known.lastNanos);
        return left.isPositive() ? left : Duration.ZERO;
    }

    void failed(Kind kind, long nowNanos) {
        failures.asMap().compute(kind, (_, known) -> new Failures(count(known) + 1, nowNanos));
    }

    void started(Kind kind) {
        failures.invalidate(kind);
    }

    private static int count(@Nullable Failures known) {
        return known == null ? 0 : known.count;
    }
}

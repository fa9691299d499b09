package dev.meterlark.telemetry.metrics;

import java.time.Instant;

/**
 * What calls that arrived from an instant on came to, for a step or a range. How long a call took
 * is from its arrival to its answer; a percentile is at most 2.5 % off.
 *
 * @param at the beginning
 * @param calls attempts that were begun, however they ended
 * @param errors of the function
 * @param platformErrors of the platform; free
 * @param throttled calls that were not begun because as many were running as may
 * @param p50Micros 0 when there were no calls, as the other percentiles
 * @param maxConcurrency the most that ran at one moment on one node
 */
public record Point(
        Instant at,
        long calls,
        long errors,
        long platformErrors,
        long throttled,
        long coldStarts,
        long p50Micros,
        long p95Micros,
        long p99Micros,
        long maxConcurrency) {

    static Point of(Instant at, CallSums sums, Pressure pressure) {
        Latencies latencies = sums.latencies();
        return new Point(
                at,
                sums.calls(),
                sums.errors(),
                sums.platformErrors(),
                pressure.throttled(),
                sums.coldStarts(),
                latencies.percentile(0.5),
                latencies.percentile(0.95),
                latencies.percentile(0.99),
                pressure.maxConcurrency());
    }
}

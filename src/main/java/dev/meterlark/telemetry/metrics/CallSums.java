package dev.meterlark.telemetry.metrics;

import dev.meterlark.metering.AttemptCount;
import dev.meterlark.shared.Fault;

/**
 * What calls of some time came to.
 *
 * @param errors by the function's fault
 * @param platformErrors by the platform's
 */
record CallSums(
        long calls, long errors, long platformErrors, long coldStarts, Latencies latencies) {

    static final CallSums NONE = new CallSums(0, 0, 0, 0, Latencies.NONE);

    static CallSums of(AttemptCount counted) {
        long attempts = counted.attempts();
        return new CallSums(
                attempts,
                counted.fault() == Fault.FUNCTION ? attempts : 0,
                counted.fault() == Fault.PLATFORM ? attempts : 0,
                counted.cold() ? attempts : 0,
                Latencies.of(counted.bucket(), attempts));
    }

    CallSums plus(CallSums other) {
        return new CallSums(
                calls + other.calls,
                errors + other.errors,
                platformErrors + other.platformErrors,
                coldStarts + other.coldStarts,
                latencies.plus(other.latencies));
    }

    /** What was never in is not taken out. */
    CallSums minus(CallSums other) {
        return new CallSums(
                Math.max(0, calls - other.calls),
                Math.max(0, errors - other.errors),
                Math.max(0, platformErrors - other.platformErrors),
                Math.max(0, coldStarts - other.coldStarts),
                latencies.minus(other.latencies));
    }
}

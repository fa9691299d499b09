package dev.meterlark.telemetry.metrics;

/**
 * How near to their limits calls came in some time.
 *
 * @param throttled calls not begun because of a limit
 * @param maxConcurrency the most that ran at one moment on one node
 */
record Pressure(long throttled, long maxConcurrency) {

    static final Pressure NONE = new Pressure(0, 0);

    Pressure plus(Pressure other) {
        return new Pressure(
                throttled + other.throttled, Math.max(maxConcurrency, other.maxConcurrency));
    }
}

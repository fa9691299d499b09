package dev.meterlark.trigger;

/**
 * What happened to a trigger within some time.
 *
 * @param events that came
 * @param filtered of them that its filter did not want
 * @param failures times that something did not work
 * @param calls attempts of the calls that it made, as they ended
 * @param errors of them that failed
 * @param lagMillis the longest between an event and its being seen here
 */
public record TriggerSums(
        long events, long filtered, long failures, long calls, long errors, long lagMillis) {

    static final TriggerSums NONE = new TriggerSums(0, 0, 0, 0, 0, 0);

    TriggerSums plus(TriggerSums other) {
        return new TriggerSums(
                events + other.events,
                filtered + other.filtered,
                failures + other.failures,
                calls + other.calls,
                errors + other.errors,
                Math.max(lagMillis, other.lagMillis));
    }
}

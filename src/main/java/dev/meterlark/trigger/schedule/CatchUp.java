package dev.meterlark.trigger.schedule;

import java.time.Duration;

/**
 * What becomes of ticks for which nobody was there: the youngest of them fire late, as many as may
 * and none from before the window; the others are missed.
 *
 * @param policy its name, for people
 * @param limit how many at once; 0 for none
 * @param window how long after its time a tick may still fire
 */
record CatchUp(String policy, int limit, Duration window) {

    static final String NONE = "none";
    static final String LAST = "last";
    static final String ALL = "all";
}

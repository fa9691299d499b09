package dev.meterlark.scaling;

import java.time.Duration;

/** How long the last idle sandbox of a version is kept after a call. */
sealed interface Keeping {

    /** Too little is known of the version: as long as any. */
    record Standard() implements Keeping {}

    /**
     * @param from when a sandbox should be there; unless 0, it ends with the call and another is
     *     started by then
     * @param to when it is not worth waiting any longer
     */
    record Within(Duration from, Duration to) implements Keeping {

        boolean holds(Duration idle) {
            return idle.compareTo(from) >= 0 && idle.compareTo(to) < 0;
        }

        boolean isAhead(Duration idle) {
            return idle.compareTo(from) < 0;
        }
    }
}

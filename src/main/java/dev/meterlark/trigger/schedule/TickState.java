package dev.meterlark.trigger.schedule;

import java.util.Arrays;

/** How far a tick is. */
enum TickState {
    /** Its call is not accepted yet. */
    PLANNED(0),
    FIRED(1),
    MISSED(2),
    /** Its call is accepted, for a time to come, and the schedule was paused since. */
    CALLED_OFF(3);

    private final int column;

    TickState(int column) {
        this.column = column;
    }

    int column() {
        return column;
    }

    static TickState of(int column) {
        return Arrays.stream(values())
                .filter(each -> each.column == column)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no state has number " + column));
    }
}

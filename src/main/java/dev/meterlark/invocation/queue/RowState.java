package dev.meterlark.invocation.queue;

/** As async_call has it. */
enum RowState {
    WAITING(0),
    RUNNING(1),
    /** Another of its ordering key was accepted before it and has not ended. */
    BEHIND(2);

    private final int column;

    RowState(int column) {
        this.column = column;
    }

    int column() {
        return column;
    }

    static RowState of(int column) {
        for (RowState each : values()) {
            if (each.column == column) {
                return each;
            }
        }
        throw new IllegalStateException("async_call has no state " + column);
    }
}

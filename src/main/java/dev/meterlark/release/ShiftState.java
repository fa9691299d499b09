package dev.meterlark.release;

/** How far a shift is; all but the first are ends. */
enum ShiftState {
    RUNNING("running"),
    /** All calls go to the new version. */
    SUCCEEDED("succeeded"),
    /** Went back by itself. */
    ROLLED_BACK("rolled-back"),
    /** Went back because someone said so. */
    ABORTED("aborted"),
    /** Could not go on, and left the alias where it was. */
    FAILED("failed");

    private final String wireName;

    ShiftState(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}

package dev.meterlark.worker.protocol;

/** What was written to a connection and has not gone out. */
enum Unsent {
    NOTHING,
    /** An acceptance that nobody waits for, when the next question came behind its answer. */
    CAN_WAIT,
    URGENT
}

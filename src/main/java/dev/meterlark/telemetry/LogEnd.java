package dev.meterlark.telemetry;

/** Why the platform ends a live log. */
enum LogEnd {
    /** It ran as long as one may; the reader asks again, with its credentials. */
    TIME_LIMIT("time-limit"),
    /** The reader fell too far behind. */
    TOO_SLOW("too-slow"),
    /** The platform stops. */
    SHUTDOWN("shutdown");

    private final String wireName;

    LogEnd(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}

package dev.meterlark.telemetry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Up to where lines were looked at, newest first.
 *
 * @param line of the log at that place those with a lower number are still to come; 0 when none is
 */
record LinePlace(Instant endedAt, long position, int line) {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    /**
     * @param to null for the newest of all
     */
    static LinePlace newest(@Nullable Instant to) {
        return new LinePlace(to == null ? LATEST : to, Long.MIN_VALUE, 0);
    }

    static LinePlace after(LogHead head) {
        return new LinePlace(head.endedAt(), head.position(), 0);
    }

    static LinePlace before(LogHead head, int line) {
        return new LinePlace(head.endedAt(), head.position(), line);
    }

    /** The number that the next line of a log has to be below. */
    int lineWithin(LogHead head) {
        return line > 0 && head.position() == position ? line : Integer.MAX_VALUE;
    }

    /** The highest position that is still to come of those that ended at the same time. */
    long highest() {
        return line > 0 ? position : position == Long.MIN_VALUE ? position : position - 1;
    }

    boolean isStillToCome(LogHead head) {
        int compared = head.endedAt().compareTo(endedAt);
        return compared < 0 || compared == 0 && head.position() <= highest();
    }

    String encoded() {
        return Cursor.encode(endedAt + "/" + position + "/" + line);
    }

    static LinePlace parse(String cursor) {
        return Cursor.decode(
                cursor,
                text -> {
                    String[] parts = text.split("/", 3);
                    Instant at = Instant.parse(parts[0]);
                    if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
                        throw new IllegalArgumentException("no time that a log has: " + at);
                    }
                    return new LinePlace(at, Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
                });
    }
}

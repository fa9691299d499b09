package dev.meterlark.telemetry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is known of a log before its text is read, from the index alone.
 *
 * @param level the worst of its lines; null of logs from before levels were noted
 * @param version null of those too
 */
record LogHead(Instant endedAt, long position, @Nullable LogLevel level, @Nullable String version) {

    boolean mayHold(LogWanted wanted) {
        return (level == null || level.compareTo(wanted.atLeast()) >= 0)
                && (wanted.version() == null || wanted.version().equals(version));
    }
}

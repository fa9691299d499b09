package dev.meterlark.telemetry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Brings one reader every log that is written after its place, in the order of writing. It reads
 * from the database and is only woken by the writer: a slow reader holds no memory, and nothing
 * falls between what was stored and what is live. Now and then it looks behind: what another node
 * wrote late, below what was read, comes then, without an id to go on after. Run by one thread;
 * wake and stop are for any.
 */
final class LogFollower {

    private static final int PAGE = 50;
    private static final int PIECE_BYTES = 16 * 1024;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** Positions before its place that a reader begins to look behind from. */
    private static final int FIRST_REACH = 200;

    /** Reads the next logs after a position. */
    interface Source {

        List<StoredLog> after(long position, int limit);

        /** Of all logs after one position, up to another. */
        List<Long> positions(long after, long upTo);

        /** In the order of their positions; what is gone meanwhile is left out. */
        List<StoredLog> at(List<Long> positions);
    }

    /**
     * @param position after which to go on
     * @param first an attempt of which only the rest is wanted, with what was read of it; or null
     */
    record Place(long position, @Nullable LogEventId first) {}

    record Bounds(Duration heartbeat, Duration lag, Instant until) {}

    private final Source source;
    private final LogChannel channel;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Semaphore wakeups = new Semaphore(0);
    private final @Nullable LogEventId first;
    private final Behind behind;
    private long position;
    private Instant lookedAt = Instant.MIN;
    private boolean caughtUp;
    private volatile boolean stopped;
    private volatile @Nullable LogEnd ending;

    LogFollower(
            Source source, LogChannel channel, Place place, Bounds bounds, InstantSource clock) {
        this.source = source;
        this.channel = channel;
        this.position = place.position();
        this.behind = new Behind(Math.max(0, place.position() - FIRST_REACH));
        this.first = place.first();
        this.bounds = bounds;
        this.clock = clock;
    }

    /** There may be something new. */
    void wake() {
        wakeups.release();
    }

    /** The reader is gone. */
    void stop() {
        stopped = true;
        wake();
    }

    /** Tells the reader and goes. */
    void end(LogEnd reason) {
        ending = reason;
        wake();
    }

    /** Returns when the reader is gone or was told the end. */
    void run() throws IOException, InterruptedException {
        source.positions(behind.settled(), position)
                .forEach(each -> behind.passed(each, clock.instant()));
        while (!stopped) {
            wakeups.drainPermits();
            LogEnd reason = drain();
            lookBehind();
            if (reason != null) {
                channel.end(reason);
                return;
            }
            if (!stopped
                    && !wakeups.tryAcquire(bounds.heartbeat().toMillis(), TimeUnit.MILLISECONDS)) {
                channel.heartbeat();
            }
        }
    }

    /**
     * Sends what there is; the reason why there will be no more, if there is one.
     *
     * <p>How far behind a reader is shows only once it has had everything: what it asked for from
     * the past is old and no fault of its own.
     */
    private @Nullable LogEnd drain() throws IOException {
        while (!stopped) {
            LogEnd reason = reasonToEnd();
            if (reason != null) {
                return reason;
            }
            List<StoredLog> page = source.after(position, PAGE);
            if (caughtUp && page.size() == PAGE && isTooOld(page.getFirst())) {
                return LogEnd.TOO_SLOW;
            }
            for (StoredLog log : page) {
                send(log);
                position = log.position();
                behind.passed(position, clock.instant());
            }
            if (page.size() < PAGE) {
                caughtUp = true;
                return null;
            }
        }
        return null;
    }

    /** Not at each of many wakings. */
    private void lookBehind() throws IOException {
        Instant now = clock.instant();
        if (stopped || now.isBefore(lookedAt.plus(BETWEEN_LOOKS))) {
            return;
        }
        lookedAt = now;
        List<Long> missed = behind.missed(source.positions(behind.settled(), position));
        for (StoredLog log : missed.isEmpty() ? List.<StoredLog>of() : source.at(missed)) {
            pieces(log, 0, channel::late);
            behind.passed(log.position(), now);
        }
    }

    private @Nullable LogEnd reasonToEnd() {
        return ending == null && !clock.instant().isBefore(bounds.until())
                ? LogEnd.TIME_LIMIT
                : ending;
    }

    private boolean isTooOld(StoredLog log) {
        return log.endedAt().plus(bounds.lag()).isBefore(clock.instant());
    }

    private void send(StoredLog log) throws IOException {
        int length = log.bytes().length;
        int from = alreadyRead(log);
        if (from >= length && from > 0) {
            return;
        }
        pieces(log, from, channel::piece);
    }

    private interface Way {
        void send(LogPiece piece) throws IOException;
    }

    private static void pieces(StoredLog log, int begin, Way way) throws IOException {
        int length = log.bytes().length;
        int from = begin;
        do {
            int end = log.pieceEnd(from, PIECE_BYTES);
            way.send(
                    new LogPiece(
                            new LogEventId(log.invocation(), log.attempt(), end).toString(),
                            log.invocation().toString(),
                            log.attempt(),
                            log.functionName(),
                            log.version(),
                            log.endedAt(),
                            log.text(from, end),
                            LevelReading.names(log.bytes(), from, end),
                            end == length ? log.truncatedBytes() : 0));
            from = end;
        } while (from < length);
    }

    private int alreadyRead(StoredLog log) {
        return first != null
                        && first.invocation().equals(log.invocation())
                        && first.attempt() == log.attempt()
                ? Math.min(first.offset(), log.bytes().length)
                : 0;
    }
}

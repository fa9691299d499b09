package dev.meterlark.telemetry;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who reads logs live. Guarded by its own monitor: an account never has more readers than the
 * bound, and every reader leaves when its thread does.
 */
@Component
public class LogFollowers {

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** What an id that is no longer kept brings back at most. */
    private static final int REPLAY = 200;

    private record Reader(AccountId account, @Nullable FunctionId function, LogFollower follower) {

        boolean wants(CallLog log) {
            return account.equals(log.account())
                    && (function == null || function.equals(log.function()));
        }
    }

    private final StoredLogs logs;
    private final TelemetryProperties properties;
    private final InstantSource clock;
    private final Set<Reader> readers = new HashSet<>();
    private final Map<AccountId, Integer> byAccount = new HashMap<>();
    private boolean closed;

    LogFollowers(StoredLogs logs, TelemetryProperties properties, InstantSource clock) {
        this.logs = logs;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * The id of the newest event that there is, for whoever shows what there is and then follows
     * what comes; null when there is none.
     */
    public @Nullable String newest(AccountId account, @Nullable FunctionId function) {
        List<StoredLog> newest = logs.before(account, function, Long.MAX_VALUE, 1);
        if (newest.isEmpty()) {
            return null;
        }
        StoredLog log = newest.getFirst();
        return new LogEventId(log.invocation(), log.attempt(), log.bytes().length).toString();
    }

    /**
     * The logs of a function's calls, or of all of an account's, from now on, as server-sent
     * events: {@code log} with lines, comments while nothing is printed, {@code end} with the
     * reason before the platform closes it.
     *
     * @param function null for all of the account
     * @param lastEventId the id of the last event that the reader has; null to begin now
     * @throws RefusedException when the id is none, or the account has as many readers as it may
     */
    public SseEmitter follow(
            AccountId account, @Nullable FunctionId function, @Nullable String lastEventId) {
        var place = place(account, function, lastEventId);
        var emitter = new SseEmitter(properties.followFor().plus(RETRY).toMillis());
        var bounds =
                new LogFollower.Bounds(
                        properties.heartbeat(),
                        properties.followLag(),
                        clock.instant().plus(properties.followFor()));
        var follower =
                new LogFollower(
                        new StoredLogs.Written(logs, account, function),
                        new SseLogChannel(emitter),
                        place,
                        bounds,
                        clock);
        var reader = new Reader(account, function, follower);
        join(reader);
        emitter.onCompletion(follower::stop);
        emitter.onTimeout(follower::stop);
        emitter.onError(_ -> follower.stop());
        Thread.ofVirtual().name("log-follower").start(() -> serve(reader, emitter));
        return emitter;
    }

    /** These were written. */
    synchronized void wake(List<CallLog> written) {
        for (Reader reader : readers) {
            if (written.stream().anyMatch(reader::wants)) {
                reader.follower().wake();
            }
        }
    }

    synchronized int count(AccountId account) {
        return byAccount.getOrDefault(account, 0);
    }

    /** Before the web server waits for its open requests. */
    @EventListener(ContextClosedEvent.class)
    synchronized void close() {
        closed = true;
        readers.forEach(r -> r.follower().end(LogEnd.SHUTDOWN));
    }

    private void serve(Reader reader, SseEmitter emitter) {
        try {
            emitter.send(
                    SseEmitter.event().comment("following")); // the reader learns that it is on
            reader.follower().run();
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            emitter.complete(); // the reader is gone: nobody is left to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            emitter.completeWithError(e);
        } finally {
            leave(reader);
        }
    }

    private synchronized void join(Reader reader) {
        if (closed) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY, "the platform is stopping; try again", RETRY);
        }
        int before = count(reader.account());
        if (before >= properties.followersPerAccount()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_RATE,
                    "an account may follow %d logs at once, and does: close one first, on another"
                                    .formatted(before)
                            + " page or in a terminal",
                    RETRY);
        }
        byAccount.put(reader.account(), before + 1);
        readers.add(reader);
    }

    private synchronized void leave(Reader reader) {
        if (readers.remove(reader)) {
            byAccount.computeIfPresent(reader.account(), (_, n) -> n == 1 ? null : n - 1);
        }
    }

    private LogFollower.Place place(
            AccountId account, @Nullable FunctionId function, @Nullable String lastEventId) {
        if (lastEventId == null) {
            List<StoredLog> newest = logs.before(account, function, Long.MAX_VALUE, 1);
            return new LogFollower.Place(newest.isEmpty() ? 0 : newest.getFirst().position(), null);
        }
        LogEventId id = LogEventId.parse(lastEventId);
        long position =
                logs.find(account, id.invocation(), id.attempt())
                        .map(log -> log.position() - 1)
                        .orElseGet(() -> beforeNewest(account, function));
        return new LogFollower.Place(position, id);
    }

    private long beforeNewest(AccountId account, @Nullable FunctionId function) {
        List<StoredLog> newest = logs.before(account, function, Long.MAX_VALUE, REPLAY);
        return newest.isEmpty() ? 0 : newest.getLast().position() - 1;
    }
}

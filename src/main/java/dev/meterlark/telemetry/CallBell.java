package dev.meterlark.telemetry;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Rings when an account's history has something new, so that whoever shows it looks again: at most
 * once a second, and now and then unasked, because other nodes ring for themselves. It says nothing
 * of what is new: that is in the database by then, and a slow reader holds no memory. Guarded by
 * its own monitor; every listener leaves when its thread does.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE) // when the ledger has the records
public class CallBell implements RecordSink {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration UNASKED = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final TelemetryProperties properties;
    private final InstantSource clock;
    private final Map<AccountId, Set<Listener>> listeners = new HashMap<>();
    private boolean closed;

    /** One reader; both are released to have it look. */
    private record Listener(AccountId account, Semaphore rung, Semaphore gone) {

        void leave() {
            gone.release(2);
            rung.release();
        }
    }

    CallBell(TelemetryProperties properties, InstantSource clock) {
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void accept(List<InvocationRecord> batch) {
        synchronized (this) {
            if (listeners.isEmpty()) {
                return;
            }
            Set<AccountId> accounts = new HashSet<>();
            batch.forEach(each -> accounts.add(each.account()));
            for (AccountId each : accounts) {
                listeners.getOrDefault(each, Set.of()).forEach(one -> one.rung().release());
            }
        }
    }

    /**
     * Server-sent events {@code calls} without content, one when there may be something new.
     *
     * @throws RefusedException when the account has as many listeners as it may
     */
    public SseEmitter listen(AccountId account) {
        Instant until = clock.instant().plus(properties.followFor());
        var emitter = new SseEmitter(properties.followFor().plus(RETRY).toMillis());
        var listener = new Listener(account, new Semaphore(0), new Semaphore(0));
        join(listener);
        emitter.onCompletion(listener::leave);
        emitter.onTimeout(listener::leave);
        emitter.onError(_ -> listener.leave());
        Thread.ofVirtual().name("call-bell").start(() -> serve(listener, emitter, until));
        return emitter;
    }

    private void serve(Listener listener, SseEmitter emitter, Instant until) {
        try {
            emitter.send(SseEmitter.event().comment("listening"));
            while (clock.instant().isBefore(until)) {
                boolean rang = await(listener.rung(), UNASKED);
                listener.rung().drainPermits();
                emitter.send(SseEmitter.event().name("calls").data(rang ? "new" : "look"));
                if (await(listener.gone(), BETWEEN)) {
                    break;
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            emitter.complete(); // the reader is gone: nobody is left to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            quit(listener);
        }
    }

    private static boolean await(Semaphore semaphore, Duration most) throws InterruptedException {
        return semaphore.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void join(Listener listener) {
        if (closed) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY, "the platform is stopping; try again", RETRY);
        }
        Set<Listener> ofAccount =
                listeners.computeIfAbsent(listener.account(), _ -> new HashSet<>());
        if (ofAccount.size() >= properties.followersPerAccount()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_RATE,
                    "an account may watch its calls in %d places at once, and does: close one of"
                                    .formatted(ofAccount.size())
                            + " these pages first",
                    RETRY);
        }
        ofAccount.add(listener);
    }

    private synchronized void quit(Listener listener) {
        listeners.computeIfPresent(
                listener.account(),
                (_, ofAccount) -> {
                    ofAccount.remove(listener);
                    return ofAccount.isEmpty() ? null : ofAccount;
                });
    }

    synchronized int count(AccountId account) {
        return listeners.getOrDefault(account, Set.of()).size();
    }

    /** Before the web server waits for its open requests. */
    @EventListener(ContextClosedEvent.class)
    synchronized void close() {
        closed = true;
        listeners.values().forEach(all -> all.forEach(Listener::leave));
    }
}

package dev.meterlark.trigger;

import dev.meterlark.platform.Leases;

import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs the feeds of triggers, each on one node at a time: whoever has a trigger's lease runs it,
 * and a node that dies loses its leases to others. The map is guarded by the monitor; looking is
 * done by one thread at a time. No class of a kind is asked for before there is a trigger of it.
 */
@Component
class Feeds implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);
    private static final String PREFIX = "feed/";
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final TriggerRows rows;
    private final Kinds kinds;
    private final Leases leases;
    private final TriggerReport report;
    private final TriggerProperties properties;
    private final Map<TriggerId, RunningFeed> running = new HashMap<>();
    private final Object looking = new Object();
    private boolean closed;

    Feeds(
            TriggerRows rows,
            Kinds kinds,
            Leases leases,
            TriggerReport report,
            TriggerProperties properties,
            MeterRegistry meters) {
        this.rows = rows;
        this.kinds = kinds;
        this.leases = leases;
        this.report = report;
        this.properties = properties;
        meters.gauge("meterlark.triggers.feeds", this, each -> each.all().size());
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::lookOrTell, properties.lookEvery());
    }

    /** What moved here is looked at on this node without waiting. */
    @TransactionalEventListener(fallbackExecution = true)
    void on(TriggerMoved moved) {
        Thread.ofVirtual().name("feeds-look").start(this::lookOrTell);
    }

    private void lookOrTell() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("feeds could not be looked at; again later", e);
        }
    }

    /** Lets go of what was changed or is gone, renews the rest, and takes what nobody has. */
    void look() {
        synchronized (looking) {
            Set<String> types =
                    kinds.all().entrySet().stream()
                            .filter(each -> each.getValue().feeds())
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
            Map<TriggerId, TriggerRows.Standing> standing =
                    rows.enabled(types).stream()
                            .collect(
                                    Collectors.toMap(
                                            TriggerRows.Standing::id, Function.identity()));
            for (RunningFeed each : all()) {
                TriggerRows.Standing now = standing.get(each.row().id());
                if (now == null || now.revision() != each.row().revision()) {
                    each.owned().lose();
                }
            }
            renew();
            take(standing);
        }
    }

    private void renew() {
        List<RunningFeed> held = all().stream().filter(each -> each.owned().isHeld()).toList();
        if (held.isEmpty()) {
            return;
        }
        long until = untilNanos();
        Set<String> lost =
                leases
                        .renewAll(
                                held.stream().map(each -> each.owned().lease()).toList(),
                                properties.lease())
                        .stream()
                        .map(lease -> lease.name())
                        .collect(Collectors.toSet());
        for (RunningFeed each : held) {
            if (lost.contains(each.owned().lease().name())) {
                each.owned().lose();
            } else {
                each.owned().renewed(until);
            }
        }
    }

    private void take(Map<TriggerId, TriggerRows.Standing> standing) {
        List<TriggerId> free = new ArrayList<>(standing.keySet());
        synchronized (this) {
            free.removeAll(running.keySet());
        }
        if (free.isEmpty()) {
            return;
        }
        Set<String> held = leases.held(PREFIX);
        free.removeIf(id -> held.contains(PREFIX + id));
        Collections.shuffle(free); // so that nodes do not all reach for the same
        free.forEach(this::take);
    }

    private void take(TriggerId id) {
        if (!hasRoom()) {
            return;
        }
        long until = untilNanos();
        leases.take(PREFIX + id, properties.lease())
                .ifPresent(lease -> begin(id, new Owned(lease, leases, until)));
    }

    private void begin(TriggerId id, Owned owned) {
        rows.find(id)
                .filter(row -> row.state() == TriggerState.ENABLED)
                .map(row -> new RunningFeed(row, kinds.of(row), owned, report, properties))
                .filter(this::enter)
                .ifPresentOrElse(
                        feed ->
                                Thread.ofVirtual()
                                        .name("feed-" + feed.row().type() + "-" + id)
                                        .start(() -> run(feed)),
                        () -> leases.release(owned.lease()));
    }

    private void run(RunningFeed feed) {
        boolean late;
        try {
            feed.run();
        } finally {
            late = feed.owned().ranOut();
            leave(feed);
            feed.owned().lose();
            release(feed);
        }
        if (!late && hasRoom()) {
            lookOrTell(); // it may have been changed, and goes on as it is now
        }
    }

    private void release(RunningFeed feed) {
        try {
            leases.release(feed.owned().lease());
        } catch (RuntimeException e) {
            LOG.info("the lease of trigger {} runs out by itself", feed.row().id(), e);
        }
    }

    private long untilNanos() {
        return System.nanoTime() + properties.lease().toNanos();
    }

    private synchronized boolean hasRoom() {
        return !closed && running.size() < properties.feeds();
    }

    private synchronized boolean enter(RunningFeed feed) {
        return !closed && running.putIfAbsent(feed.row().id(), feed) == null;
    }

    private synchronized void leave(RunningFeed feed) {
        running.remove(feed.row().id(), feed);
        notifyAll();
    }

    private synchronized List<RunningFeed> all() {
        return List.copyOf(running.values());
    }

    @EventListener(ContextClosedEvent.class)
    void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
        }
        all().forEach(each -> each.owned().lose());
        long end = System.nanoTime() + LONGEST_STOP.toNanos();
        synchronized (this) {
            while (!running.isEmpty() && end - System.nanoTime() > 0) {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        }
    }
}

package dev.meterlark.trigger;

import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what happened to triggers, and writes it now and then: one row of each trigger that had
 * anything. Guarded by its monitor.
 */
@Component
class Reports implements TriggerReport, SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final Comparator<StatusRows.Happened> IN_ONE_ORDER =
            Comparator.comparing(each -> each.trigger().value());

    private final StatusRows rows;
    private final MeterRegistry meters;
    private final TriggerProperties properties;
    private final InstantSource clock;
    private Map<TriggerId, Sum> sums = new HashMap<>();

    private static final class Sum {
        long events;
        long filtered;
        long failures;
        @Nullable Instant newest;
        @Nullable Instant failedAt;
        @Nullable String failure;
    }

    Reports(
            StatusRows rows,
            MeterRegistry meters,
            TriggerProperties properties,
            InstantSource clock) {
        this.rows = rows;
        this.meters = meters;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::write, properties.reportEvery());
    }

    @Override
    public void seen(Trigger<?> trigger, int events, Instant newest) {
        meters.counter("meterlark.triggers.events", "type", trigger.type()).increment(events);
        Duration lag = Duration.between(newest, clock.instant());
        if (lag.isPositive()) {
            meters.timer("meterlark.triggers.lag", "type", trigger.type()).record(lag);
        }
        synchronized (this) {
            Sum sum = of(trigger);
            sum.events += events;
            sum.newest = sum.newest == null || newest.isAfter(sum.newest) ? newest : sum.newest;
        }
    }

    @Override
    public void filtered(Trigger<?> trigger, int events) {
        if (events == 0) {
            return;
        }
        meters.counter("meterlark.triggers.filtered", "type", trigger.type()).increment(events);
        synchronized (this) {
            of(trigger).filtered += events;
        }
    }

    @Override
    public void failed(Trigger<?> trigger, String forPeople) {
        meters.counter("meterlark.triggers.failures", "type", trigger.type()).increment();
        synchronized (this) {
            Sum sum = of(trigger);
            sum.failures++;
            sum.failedAt = clock.instant();
            sum.failure = forPeople;
        }
    }

    private Sum of(Trigger<?> trigger) {
        return sums.computeIfAbsent(trigger.id(), _ -> new Sum());
    }

    /** What could not be written is written with what comes next. */
    void write() {
        Map<TriggerId, Sum> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        List<StatusRows.Happened> happened = new ArrayList<>();
        taken.forEach((id, sum) -> happened.add(happened(id, sum)));
        happened.sort(IN_ONE_ORDER);
        try {
            rows.add(happened, clock.instant());
        } catch (RuntimeException e) {
            LOG.warn(
                    "the status of {} triggers could not be written; again later", taken.size(), e);
            putBack(taken);
        }
    }

    @EventListener(ContextClosedEvent.class)
    void writeTheRest() {
        write();
    }

    private synchronized Map<TriggerId, Sum> take() {
        Map<TriggerId, Sum> taken = sums;
        sums = new HashMap<>();
        return taken;
    }

    private synchronized void putBack(Map<TriggerId, Sum> taken) {
        taken.forEach((id, earlier) -> sums.merge(id, earlier, Reports::together));
    }

    private static Sum together(Sum later, Sum earlier) {
        later.events += earlier.events;
        later.filtered += earlier.filtered;
        later.failures += earlier.failures;
        later.newest = later.newest == null ? earlier.newest : later.newest;
        if (later.failedAt == null) {
            later.failedAt = earlier.failedAt;
            later.failure = earlier.failure;
        }
        return later;
    }

    private static StatusRows.Happened happened(TriggerId id, Sum sum) {
        return new StatusRows.Happened(
                id, sum.events, sum.filtered, sum.failures, sum.newest, sum.failedAt, sum.failure);
    }
}

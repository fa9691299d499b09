package dev.meterlark.trigger;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.shared.AccountId;

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
 * Adds up what happened to triggers and became of their calls, and writes it now and then: one row
 * of each trigger that had anything, and its rows by time. Guarded by its monitor.
 */
@Component
class Reports implements TriggerReport, RecordSink, SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final Comparator<StatusRows.Happened> IN_ONE_ORDER =
            Comparator.comparing(each -> each.trigger().value());

    /** What is older happened at a time that somebody made up. */
    private static final Duration LONGEST_LAG = Duration.ofDays(30);

    private final StatusRows rows;
    private final SumRows sumRows;
    private final MeterRegistry meters;
    private final TriggerProperties properties;
    private final InstantSource clock;
    private Map<TriggerId, Sum> sums = new HashMap<>();

    private static final class Sum {
        private final AccountId account;
        long calls;
        long errors;
        long lagMillis;
        long events;
        long filtered;
        long failures;
        @Nullable Instant newest;
        @Nullable Instant failedAt;
        @Nullable String failure;

        Sum(AccountId account) {
            this.account = account;
        }

        void behind(Duration lag) {
            if (lag.compareTo(LONGEST_LAG) <= 0) {
                lagMillis = Math.max(lagMillis, lag.toMillis());
            }
        }

        TriggerSums sums() {
            return new TriggerSums(events, filtered, failures, calls, errors, lagMillis);
        }
    }

    Reports(
            StatusRows rows,
            SumRows sumRows,
            MeterRegistry meters,
            TriggerProperties properties,
            InstantSource clock) {
        this.rows = rows;
        this.sumRows = sumRows;
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
            sum.behind(lag);
        }
    }

    @Override
    public void behind(Trigger<?> trigger, Instant happened) {
        Duration lag = Duration.between(happened, clock.instant());
        if (lag.isPositive()) {
            meters.timer("meterlark.triggers.lag", "type", trigger.type()).record(lag);
            synchronized (this) {
                of(trigger).behind(lag);
            }
        }
    }

    @Override
    public synchronized void accept(List<InvocationRecord> batch) {
        for (InvocationRecord each : batch) {
            if (each.trigger() != null) {
                Sum sum = of(new TriggerId(each.trigger()), each.account());
                sum.calls++;
                sum.errors += each.errorCode() == null ? 0 : 1;
            }
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
        return of(trigger.id(), trigger.account());
    }

    private Sum of(TriggerId trigger, AccountId account) {
        return sums.computeIfAbsent(trigger, _ -> new Sum(account));
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
            return;
        }
        writeByTime(taken);
    }

    /** A chart does without what could not be written: once more would be twice. */
    private void writeByTime(Map<TriggerId, Sum> taken) {
        List<SumRows.Happened> happened =
                taken.entrySet().stream()
                        .sorted(Comparator.comparing(each -> each.getKey().value()))
                        .map(
                                each ->
                                        new SumRows.Happened(
                                                each.getKey(),
                                                each.getValue().account,
                                                each.getValue().sums()))
                        .toList();
        try {
            sumRows.add(happened, clock.instant());
        } catch (RuntimeException e) {
            LOG.warn("what happened to {} triggers is in no chart", taken.size(), e);
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
        later.calls += earlier.calls;
        later.errors += earlier.errors;
        later.lagMillis = Math.max(later.lagMillis, earlier.lagMillis);
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

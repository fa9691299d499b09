package dev.meterlark.trigger.schedule;

import dev.meterlark.invocation.FakeSpend;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A node's timers put together by hand, on a real database and a queue of the test's. */
final class ScheduleNode {

    final ScheduleRows schedules;
    final TickRows ticks;
    final RunRows runs;
    final ScheduleTrigger kind;
    final ScheduleLoop loop;
    final SchedulePruning pruning;
    private final Map<TriggerId, Trigger<ScheduleSettings>> enabled;

    /**
     * @param enabled shared by all nodes, as their database is
     */
    ScheduleNode(
            ScratchDatabase database,
            FakeQueue queue,
            Map<TriggerId, Trigger<ScheduleSettings>> enabled,
            Map<String, String> settings) {
        JdbcTemplate jdbc = database.template();
        PlatformTransactionManager transactions = database.transactions();
        ScheduleProperties properties = SchedulePropertiesTests.bind(settings);
        DatabaseClock clock = new DatabaseClock(jdbc);
        Wake wake = new Wake();
        ScheduledEvents events = new ScheduledEvents(_ -> "123456789012", "us-east-1");
        this.enabled = enabled;
        schedules = new ScheduleRows(jdbc);
        ticks = new TickRows(jdbc);
        runs = new RunRows(jdbc);
        Planning planning = new Planning(schedules, ticks, transactions, properties);
        ScheduleMetrics metrics = new ScheduleMetrics(new SimpleMeterRegistry());
        Firing firing =
                new Firing(
                        ticks,
                        this::enabled,
                        queue,
                        queue,
                        new FakeSpend(),
                        events,
                        metrics,
                        clock,
                        properties,
                        wake);
        var together = new FiringTogether(this::enabled, queue, events, metrics, clock, properties);
        kind = new ScheduleTrigger(schedules, ticks, planning, events, clock, wake);
        loop =
                new ScheduleLoop(
                        planning, schedules, ticks, firing, together, clock, properties, wake);
        pruning = new SchedulePruning(ticks, clock, properties);
    }

    private Map<TriggerId, Trigger<ScheduleSettings>> enabled(Collection<Schedule> wanted) {
        return wanted.stream()
                .map(Schedule::id)
                .distinct()
                .filter(enabled::containsKey)
                .collect(
                        Collectors.toMap(
                                Function.identity(), enabled::get, (a, _) -> a, HashMap::new));
    }

    /** All that there is to do then. */
    void workAt(Instant now) {
        while (loop.round(now)) {}
    }
}

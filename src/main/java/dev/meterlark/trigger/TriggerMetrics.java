package dev.meterlark.trigger;

import dev.meterlark.shared.Caller;
import dev.meterlark.telemetry.metrics.MetricRange;

import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Service;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happened to a trigger over time, for charts: some seconds old, and not exact, because a node
 * that dies has not written its last seconds.
 */
@Service
public class TriggerMetrics implements SchedulingConfigurer {

    private final Triggers triggers;
    private final SumRows rows;
    private final TriggerMetricProperties properties;
    private final InstantSource clock;

    TriggerMetrics(
            Triggers triggers,
            SumRows rows,
            TriggerMetricProperties properties,
            InstantSource clock) {
        this.triggers = triggers;
        this.rows = rows;
        this.properties = properties;
        this.clock = clock;
    }

    /** One step of a chart. */
    public record Point(Instant at, TriggerSums sums) {}

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::sweep, properties.sweepEvery());
    }

    /** One point for each step, also where nothing happened. */
    public List<Point> series(Caller caller, String trigger, MetricRange range) {
        TriggerSums[] sums = new TriggerSums[range.steps()];
        Arrays.fill(sums, TriggerSums.NONE);
        rows.read(
                triggers.require(caller, trigger),
                SumRows.Grain.of(range.step()),
                range.from(),
                range.to(),
                (at, each) -> {
                    int step = range.stepOf(at);
                    sums[step] = sums[step].plus(each);
                });
        List<Point> points = new ArrayList<>(sums.length);
        for (int i = 0; i < sums.length; i++) {
            points.add(new Point(range.at(i), sums[i]));
        }
        return points;
    }

    void sweep() {
        Instant now = clock.instant();
        rows.deleteBefore(SumRows.Grain.MINUTE, now.minus(properties.minutesFor()));
        rows.deleteBefore(SumRows.Grain.HOUR, now.minus(properties.hoursFor()));
    }
}

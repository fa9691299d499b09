package dev.meterlark.telemetry.metrics;

import dev.meterlark.invocation.Crowding;
import dev.meterlark.invocation.Crowdings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down now and then how crowded this node was. What a failing database does not take is
 * lost.
 */
@Component
class PressureLoop implements SchedulingConfigurer, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PressureLoop.class);

    private final Crowdings crowdings;
    private final PressureRows rows;
    private final MetricProperties properties;
    private final InstantSource clock;

    PressureLoop(
            Crowdings crowdings,
            PressureRows rows,
            MetricProperties properties,
            InstantSource clock) {
        this.crowdings = crowdings;
        this.rows = rows;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::write, properties.pressureEvery());
    }

    void write() {
        List<Crowding> taken = crowdings.take();
        Map<Whose, Pressure> pressures = new HashMap<>();
        for (Crowding each : taken) {
            pressures.put(
                    Whose.of(each.account(), each.function()),
                    new Pressure(each.turnedAway(), each.most()));
        }
        try {
            if (!pressures.isEmpty()) {
                rows.add(pressures, clock.instant());
            }
        } catch (RuntimeException e) {
            LOG.warn("how many calls ran at most is not known for a moment", e);
        }
    }

    @Override
    public void destroy() {
        write();
    }
}

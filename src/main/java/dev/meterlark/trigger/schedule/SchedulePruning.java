package dev.meterlark.trigger.schedule;

import dev.meterlark.platform.DatabaseClock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.Instant;

/** Deletes from the ledger what was kept long enough. */
@Component
class SchedulePruning implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulePruning.class);

    /** Rows of one statement, so that none locks for long. */
    private static final int CHUNK = 1_000;

    private final TickRows ticks;
    private final DatabaseClock clock;
    private final ScheduleProperties properties;

    SchedulePruning(TickRows ticks, DatabaseClock clock, ScheduleProperties properties) {
        this.ticks = ticks;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::pruneOrTell, properties.sweepEvery());
    }

    private void pruneOrTell() {
        try {
            prune(clock.now());
        } catch (RuntimeException e) {
            LOG.warn("the ledger of schedules could not be pruned; trying again later", e);
        }
    }

    void prune(Instant now) {
        Instant border = now.minus(properties.keep());
        while (ticks.prune(border, CHUNK)) {}
    }
}

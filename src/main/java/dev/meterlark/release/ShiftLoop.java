package dev.meterlark.release;

import dev.meterlark.shared.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;

/** Looks at the shifts that are due, again and again, on every node. */
@Component
class ShiftLoop implements SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(ShiftLoop.class);
    private static final int MOST_AT_ONCE = 1_000;

    private final ShiftRows shifts;
    private final ShiftLooks looks;
    private final ReleaseProperties properties;
    private final InstantSource clock;

    ShiftLoop(
            ShiftRows shifts, ShiftLooks looks, ReleaseProperties properties, InstantSource clock) {
        this.shifts = shifts;
        this.looks = looks;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::round, properties.lookEvery());
    }

    void round() {
        Instant now = clock.instant();
        try {
            shifts.due(now, Limit.of(MOST_AT_ONCE)).forEach(due -> look(due, now));
        } catch (RuntimeException e) {
            log.warn("shifts could not be looked at; again later", e);
        }
    }

    private void look(DueShift due, Instant now) {
        try {
            looks.look(due, now);
        } catch (RefusedException e) {
            looks.fail(due, e.publicText(), now);
        } catch (RuntimeException e) {
            log.warn("shift {} could not be looked at; again later", due.id(), e);
            looks.postpone(due, now);
        }
    }
}

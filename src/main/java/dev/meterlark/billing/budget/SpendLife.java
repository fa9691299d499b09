package dev.meterlark.billing.budget;

import dev.meterlark.metering.Tally;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/** The loop's time: it begins before any call does and ends behind the journal. */
@Component
class SpendLife implements SchedulingConfigurer, SmartLifecycle {

    private final SpendLoop loop;
    private final Tally tally;
    private volatile boolean running;

    SpendLife(SpendLoop loop, Tally tally) {
        this.loop = loop;
        this.tally = tally;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::look, loop.every());
    }

    private void look() {
        if (running) {
            loop.look();
        }
    }

    @Override
    public void start() {
        loop.look(); // no call is begun before it is known who has a cap
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        tally.write(); // what was counted is confirmed before the rest goes back
        loop.end();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The journal has zero: what it hands on as its last is confirmed before this ends. */
    @Override
    public int getPhase() {
        return -1;
    }
}

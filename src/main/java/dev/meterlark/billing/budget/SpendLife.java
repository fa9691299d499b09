package dev.meterlark.billing.budget;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/** The loop's time: it begins before any call does and ends behind the journal. */
@Component
class SpendLife implements SchedulingConfigurer, SmartLifecycle {

    private final SpendLoop loop;
    private volatile boolean running;

    SpendLife(SpendLoop loop) {
        this.loop = loop;
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

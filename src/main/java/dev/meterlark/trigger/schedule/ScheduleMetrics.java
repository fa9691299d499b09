package dev.meterlark.trigger.schedule;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How late ticks are put into the queue, and how many are missed, and why. */
@Component
class ScheduleMetrics {

    private final Timer lateness;
    private final Map<Missed, Counter> missed = new EnumMap<>(Missed.class);

    ScheduleMetrics(MeterRegistry registry) {
        lateness =
                Timer.builder("meterlark.schedule.lateness")
                        .description("from when a tick is due to when its call is accepted")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
        for (Missed each : Missed.values()) {
            missed.put(
                    each,
                    Counter.builder("meterlark.schedule.missed")
                            .description("ticks that were planned and did not fire")
                            .tag("reason", each.wireName())
                            .register(registry));
        }
    }

    /**
     * @param late negative when it was accepted before its time
     */
    void fired(Duration late) {
        lateness.record(late.isNegative() ? Duration.ZERO : late);
    }

    void missed(Missed why) {
        Counter counter = missed.get(why);
        if (counter != null) {
            counter.increment();
        }
    }
}

package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.platform.DatabaseClock;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The queue as seen from this node. */
@Component
class QueueMetrics {

    private final Counter accepted;
    private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);
    private final Timer claims;
    private final Timer waited;
    private final Counter recovered;
    private final Counter unsettled;

    QueueMetrics(MeterRegistry metrics, InHand inHand, Lanes lanes, DatabaseClock clock) {
        this.accepted =
                Counter.builder("meterlark.queue.accepted")
                        .description("asynchronous calls that this node accepted")
                        .register(metrics);
        for (EndReason reason : EndReason.values()) {
            ended.put(
                    reason,
                    Counter.builder("meterlark.queue.ended")
                            .description("asynchronous calls that this node ended")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
        this.claims =
                Timer.builder("meterlark.queue.claim")
                        .description("how long it takes to lease calls that are due")
                        .publishPercentiles(0.5, 0.99)
                        .register(metrics);
        this.waited =
                Timer.builder("meterlark.queue.age")
                        .description("from acceptance to the end")
                        .register(metrics);
        this.recovered =
                Counter.builder("meterlark.queue.recovered")
                        .description("calls whose lease ran out before they were settled")
                        .register(metrics);
        this.unsettled =
                Counter.builder("meterlark.queue.unsettled")
                        .description("attempts that could not be settled and come again")
                        .register(metrics);
        Gauge.builder("meterlark.queue.in-hand", inHand, InHand::size)
                .description("calls that this node has leased and not settled")
                .register(metrics);
        Gauge.builder("meterlark.queue.functions", lanes, Lanes::size)
                .description("functions with calls that wait or run, as this node knows")
                .register(metrics);
        Gauge.builder(
                        "meterlark.queue.oldest-due",
                        lanes,
                        all -> all.oldestDue(clock.now()).toMillis() / 1000.0)
                .description("how long the longest has been due that is not running")
                .baseUnit("seconds")
                .register(metrics);
    }

    void accepted() {
        accepted.increment();
    }

    void ended(EndedCall call) {
        Counter counter = ended.get(call.reason());
        if (counter != null) {
            counter.increment();
        }
        waited.record(Duration.between(call.acceptedAt(), call.endedAt()));
    }

    void claimed(Duration took) {
        claims.record(took);
    }

    void recovered() {
        recovered.increment();
    }

    void unsettled() {
        unsettled.increment();
    }
}

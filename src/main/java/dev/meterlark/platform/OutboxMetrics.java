package dev.meterlark.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** What became of entries, and how many there are. */
@Component
class OutboxMetrics {

    private final MeterRegistry metrics;
    private final Counter delivered;
    private final Counter failed;
    private final Counter hopeless;
    private final Counter late;
    private volatile OutboxStock stock = OutboxStock.NONE;

    OutboxMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        this.delivered = attempts("delivered");
        this.failed = attempts("failed");
        this.hopeless = attempts("hopeless");
        this.late =
                Counter.builder("meterlark.outbox.late")
                        .description("attempts that ended after their lease was another's")
                        .register(metrics);
        gauge("meterlark.outbox.waiting", "entries that are not delivered yet", this::waiting);
        gauge("meterlark.outbox.parked", "entries that were given up", this::parked);
    }

    void inFlight(IntSupplier inFlight) {
        gauge("meterlark.outbox.in.flight", "entries this node carries", inFlight::getAsInt);
    }

    void stock(OutboxStock counted) {
        stock = counted;
    }

    /**
     * @param mine whether the lease was still this node's
     */
    void settled(Carried carried, boolean mine) {
        if (!mine) {
            late.increment();
        }
        switch (carried) {
            case Carried.Delivered _ -> delivered.increment();
            case Carried.Continues _ -> {}
            case Carried.Failed _ -> failed.increment();
            case Carried.Hopeless _ -> hopeless.increment();
        }
    }

    private double waiting() {
        return stock.waiting();
    }

    private double parked() {
        return stock.parked();
    }

    private Counter attempts(String end) {
        return Counter.builder("meterlark.outbox.attempts")
                .description("attempts to carry an entry, by what came of them")
                .tag("end", end)
                .register(metrics);
    }

    private void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .strongReference(true)
                .register(metrics);
    }
}

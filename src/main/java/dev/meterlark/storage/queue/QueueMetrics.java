package dev.meterlark.storage.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.util.function.IntSupplier;

/** What became of messages on this node. */
@Component
class QueueMetrics {

    private final MeterRegistry metrics;
    private final Counter sent;
    private final Counter received;
    private final Counter deleted;
    private final Counter givenUp;
    private final Counter expired;

    QueueMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        this.sent = counter("sent", "messages that were put into queues");
        this.received = counter("received", "messages that were received, each time");
        this.deleted = counter("deleted", "messages that a receiver was done with");
        this.givenUp = counter("given.up", "messages that went to a dead-letter queue");
        this.expired = counter("expired", "messages that nobody took within the retention");
    }

    void sent(int messages) {
        sent.increment(messages);
    }

    void received(int messages) {
        received.increment(messages);
    }

    void deleted() {
        deleted.increment();
    }

    void givenUp(int messages) {
        givenUp.increment(messages);
    }

    void expired(int messages) {
        expired.increment(messages);
    }

    void waiting(IntSupplier receivers) {
        Gauge.builder("meterlark.queue.waiting", receivers, IntSupplier::getAsInt)
                .description("receivers that wait for a message")
                .strongReference(true)
                .register(metrics);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("meterlark.queue." + name)
                .description(description)
                .register(metrics);
    }
}

package dev.meterlark.storage.table;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.util.List;

/** What became of items on this node. */
@Component
class TableMetrics {

    private final MeterRegistry metrics;
    private final Counter written;
    private final Counter deleted;
    private final Counter expired;
    private final Counter lost;

    TableMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        this.written = counter("written", "items that were written");
        this.deleted = counter("deleted", "items that were deleted");
        this.expired = counter("expired", "items whose time was over");
        this.lost = counter("changes.lost", "changes that a trigger did not take in time");
    }

    void changed(List<ItemResult> results) {
        for (ItemResult each : results) {
            if (each.version() != null) {
                (each.after() == null ? deleted : written).increment();
            }
        }
    }

    void expired(int items) {
        expired.increment(items);
    }

    void lost(long changes) {
        lost.increment(changes);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("meterlark.table." + name)
                .description(description)
                .register(metrics);
    }
}

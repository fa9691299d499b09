package dev.meterlark.trigger.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/** What came to addresses of webhooks on this node. */
@Component
class WebhookMetrics {

    private final Counter verified;
    private final Counter refused;

    WebhookMetrics(MeterRegistry metrics) {
        this.verified = counter(metrics, "verified", "deliveries whose signature was right");
        this.refused = counter(metrics, "refused", "requests that were not signed as they had to");
    }

    void verified() {
        verified.increment();
    }

    void refused() {
        refused.increment();
    }

    private static Counter counter(MeterRegistry metrics, String name, String description) {
        return Counter.builder("meterlark.webhook." + name)
                .description(description)
                .register(metrics);
    }
}

package dev.meterlark.trigger.kafka;

import java.time.Instant;
import java.util.List;

/**
 * A connection as its account sees it: without the secret in any form.
 *
 * @param brokers those that are asked first
 * @param revision grows with each change
 */
public record KafkaConnectionView(
        String name,
        List<Broker> brokers,
        ShownTrigger.ShownSecurity security,
        long revision,
        Instant createdAt,
        Instant changedAt) {}

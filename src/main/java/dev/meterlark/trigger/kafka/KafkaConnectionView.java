package dev.meterlark.trigger.kafka;

import java.time.Instant;
import java.util.List;

/**
 * A connection as its account sees it: without the secret in any form.
 *
 * @param brokers those that are asked first
 */
public record KafkaConnectionView(
        String name,
        List<Broker> brokers,
        ShownTrigger.ShownSecurity security,
        Instant createdAt,
        Instant changedAt) {}

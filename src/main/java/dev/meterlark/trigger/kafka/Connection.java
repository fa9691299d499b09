package dev.meterlark.trigger.kafka;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A cluster, and who we are there.
 *
 * @param brokers those that are asked first
 * @param password null without SASL
 */
record Connection(List<Broker> brokers, Security security, @Nullable String password) {

    /** The password must never get into a log by way of a record's text. */
    @Override
    public String toString() {
        return "%s over %s".formatted(brokers, security.protocol());
    }
}

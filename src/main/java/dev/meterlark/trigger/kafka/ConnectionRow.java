package dev.meterlark.trigger.kafka;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A connection as it is kept.
 *
 * @param security without the password
 * @param sealedPassword for this connection and these brokers alone; null without SASL
 * @param revision grows with each change
 */
record ConnectionRow(
        ConnectionId id,
        AccountId account,
        String name,
        List<Broker> brokers,
        Security security,
        @Nullable String sealedPassword,
        long revision,
        Instant createdAt,
        Instant changedAt) {

    /** Whom the password is sealed for. */
    String owner() {
        return owner(account, id);
    }

    static String owner(AccountId account, ConnectionId id) {
        return "%s/connection/%s".formatted(account, id);
    }

    KafkaConnectionView view() {
        return new KafkaConnectionView(
                name,
                brokers,
                ShownTrigger.ShownSecurity.of(security),
                revision,
                createdAt,
                changedAt);
    }

    /** The password must never get into a log by way of a record's text. */
    @Override
    public String toString() {
        return "connection %s to %s".formatted(name, brokers);
    }
}

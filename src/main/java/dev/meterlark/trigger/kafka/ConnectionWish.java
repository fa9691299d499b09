package dev.meterlark.trigger.kafka;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a connection is asked to be.
 *
 * @param name said once, when it is made
 * @param security without it, none; a password that is left out stays, for the same brokers
 * @param revision that it must have when it is changed; null for whatever there is
 */
record ConnectionWish(
        @Nullable String name,
        @Nullable List<Broker> brokers,
        @Nullable Security security,
        @Nullable Long revision) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    ConnectionWish {
        if (name != null && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name must be 1 to 63 small letters, digits and hyphens, was: "
                            + Texts.shown(name));
        }
        KafkaTrigger.requireBrokers(brokers);
        brokers = brokers == null ? List.of() : List.copyOf(brokers);
        security = security == null ? Security.NONE : security;
    }

    List<Broker> seeds() {
        return Objects.requireNonNull(brokers);
    }

    Security privacy() {
        return Objects.requireNonNull(security);
    }
}

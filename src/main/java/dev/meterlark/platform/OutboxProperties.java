package dev.meterlark.platform;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * How what is to be told outside is carried there.
 *
 * @param inFlight entries that this node carries at once
 * @param inFlightPerAccount of one account: a receiver that hangs holds no more
 * @param memory what the bodies of those may take together
 * @param lease how long a node has an entry before another may take it
 * @param pollEvery how often entries are looked for that nobody told of: retries, other nodes'
 * @param firstRetry pause after the first failure; doubled with each further, and up to a half
 *     shorter by chance
 * @param longestRetry what the pause grows to, also where the receiver asks for more
 * @param giveUpAfter from the day it was put; then it is parked
 * @param maxAttempts as many; then it is parked
 * @param parkedFor how long a parked entry is kept
 * @param bytesPerAccount of waiting and parked entries; no further call that may become one is
 *     accepted above
 */
@ConfigurationProperties("meterlark.outbox")
record OutboxProperties(
        @DefaultValue("256") int inFlight,
        @DefaultValue("32") int inFlightPerAccount,
        @DefaultValue("64MB") DataSize memory,
        @DefaultValue("2m") Duration lease,
        @DefaultValue("1s") Duration pollEvery,
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("15m") Duration longestRetry,
        @DefaultValue("3d") Duration giveUpAfter,
        @DefaultValue("400") int maxAttempts,
        @DefaultValue("14d") Duration parkedFor,
        @DefaultValue("1GB") DataSize bytesPerAccount) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);

    OutboxProperties {
        between("in-flight", inFlight, 10_000);
        between("in-flight-per-account", inFlightPerAccount, inFlight);
        if (memory.toBytes() < 1 << 20) {
            throw refused("memory", "be at least 1MB", memory);
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw refused("lease", "be at least 5s", lease);
        }
        positive("poll-every", pollEvery);
        positive("first-retry", firstRetry);
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw refused(
                    "longest-retry",
                    "be at least first-retry (%s)".formatted(firstRetry),
                    longestRetry);
        }
        positive("give-up-after", giveUpAfter);
        between("max-attempts", maxAttempts, 100_000);
        positive("parked-for", parkedFor);
        if (bytesPerAccount.toBytes() < 1) {
            throw refused("bytes-per-account", "be at least 1B", bytesPerAccount);
        }
    }

    private static void between(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw refused(key, "be 1 to %d".formatted(most), value);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.outbox.%s must %s, was: %s".formatted(key, rule, value));
    }
}

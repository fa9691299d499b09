package dev.meterlark.invocation.deadletter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * How calls that were given up on are kept.
 *
 * @param keptFor after its end a dead letter is deleted; also how long a replay of many can be
 *     asked about
 * @param bytesPerAccount of events; above it no further asynchronous call of the account is
 *     accepted until some are replayed or deleted, so that none is lost
 * @param countEvery how often is looked who is above it
 * @param sweepEvery how often is looked for old ones
 * @param mostPerReplay that one replay of many takes at most
 * @param mostPerDelete that are deleted at once; who has more asks again
 * @param batch that are replayed before the progress is written down
 */
@ConfigurationProperties("meterlark.dead-letters")
record DeadLetterProperties(
        @DefaultValue("14d") Duration keptFor,
        @DefaultValue("1GB") DataSize bytesPerAccount,
        @DefaultValue("5s") Duration countEvery,
        @DefaultValue("10m") Duration sweepEvery,
        @DefaultValue("100000") int mostPerReplay,
        @DefaultValue("10000") int mostPerDelete,
        @DefaultValue("50") int batch) {

    private static final int LARGEST_BATCH = 1_000;

    DeadLetterProperties {
        positive("kept-for", keptFor);
        if (bytesPerAccount.toBytes() < 1) {
            throw refused("bytes-per-account", "be at least 1B", bytesPerAccount);
        }
        positive("count-every", countEvery);
        positive("sweep-every", sweepEvery);
        if (mostPerReplay < 1) {
            throw refused("most-per-replay", "be at least 1", mostPerReplay);
        }
        if (mostPerDelete < 1) {
            throw refused("most-per-delete", "be at least 1", mostPerDelete);
        }
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw refused("batch", "be 1 to " + LARGEST_BATCH, batch);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.dead-letters.%s must %s, was: %s".formatted(key, rule, value));
    }
}

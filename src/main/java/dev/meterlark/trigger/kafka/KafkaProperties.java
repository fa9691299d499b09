package dev.meterlark.trigger.kafka;

import dev.meterlark.network.Reach;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.List;

/**
 * How the platform reads tenants' topics, and writes to them.
 *
 * @param refused further networks in which no broker is connected to, save what is opened
 * @param allowed what may be reached beyond public addresses in every account's name, beside what
 *     the operator opened to that account: {@code 10.1.2.0/24 9092}; also this machine, {@code
 *     127.0.0.1 9092}, where every tenant may be trusted with it
 * @param connectTimeout how long a broker may take to accept
 * @param requestTimeout how long it may take to answer
 * @param sessionTimeout how long Kafka waits for a reader that is silent before it gives its
 *     partitions to another
 * @param commitEvery how often is committed what was accepted, at most
 * @param look how often lag and the right to the addresses are looked at
 * @param maxQueued bytes of records that wait in memory, for each trigger
 * @param fetch bytes that are asked for at once, for each trigger; a record may be larger
 * @param maxConnections named connections of one account
 * @param maxProducers clusters that this node writes to at once
 * @param producerIdle how long a connection to one is kept that nothing is written to
 * @param maxTests connections that this node tests at once; of an account it is one
 */
@ConfigurationProperties("meterlark.trigger.kafka")
record KafkaProperties(
        @DefaultValue List<String> refused,
        @DefaultValue List<String> allowed,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("30s") Duration requestTimeout,
        @DefaultValue("15s") Duration sessionTimeout,
        @DefaultValue("500ms") Duration commitEvery,
        @DefaultValue("10s") Duration look,
        @DefaultValue("16MB") DataSize maxQueued,
        @DefaultValue("4MB") DataSize fetch,
        @DefaultValue("20") int maxConnections,
        @DefaultValue("64") int maxProducers,
        @DefaultValue("1m") Duration producerIdle,
        @DefaultValue("8") int maxTests) {

    private static final String KEY = "meterlark.trigger.kafka.";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(6);
    private static final int MOST_CONNECTIONS = 10_000;
    private static final DataSize FEWEST = DataSize.ofKilobytes(64);
    private static final DataSize MOST = DataSize.ofMegabytes(512);

    KafkaProperties {
        refused = List.copyOf(refused);
        allowed = List.copyOf(allowed);
        Reach.parse(KEY, refused, allowed);
        between("connect-timeout", connectTimeout, Duration.ofMillis(100));
        between("request-timeout", requestTimeout, Duration.ofSeconds(1));
        between("session-timeout", sessionTimeout, SHORTEST_SESSION);
        between("commit-every", commitEvery, Duration.ofMillis(10));
        between("look", look, Duration.ofMillis(100));
        within("max-queued", maxQueued);
        within("fetch", fetch);
        between("max-connections", maxConnections);
        between("max-producers", maxProducers);
        between("producer-idle", producerIdle, Duration.ofSeconds(1));
        between("max-tests", maxTests);
    }

    Reach reach() {
        return Reach.parse(KEY, refused, allowed);
    }

    private static void between(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s%s must be %dms to 10m, was: %s"
                            .formatted(KEY, key, least.toMillis(), value));
        }
    }

    private static void between(String key, int value) {
        if (value < 1 || value > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "%s%s must be 1 to %d, was: %d".formatted(KEY, key, MOST_CONNECTIONS, value));
        }
    }

    private static void within(String key, DataSize value) {
        if (value.compareTo(FEWEST) < 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "%s%s must be 64KB to 512MB, was: %s".formatted(KEY, key, value));
        }
    }
}

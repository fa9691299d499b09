package dev.meterlark.worker.relay;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * What functions may take of the platform's own door in their sandboxes.
 *
 * @param threads event loops that move what they say
 * @param connections open ones of one sandbox; who wants more waits in its own kernel queue
 * @param connectionsPerAccount open ones on this node
 * @param connectionsOfNode open ones of all; each takes up to two descriptors
 * @param headers of one request, its line not counted
 * @param body of one request; what its route allows may be less
 * @param connectTimeout how long the platform may take to accept
 * @param longestRequest from its first byte to the last of its answer
 * @param idleTimeout after this a connection with no request under way is closed
 */
public record RelayProperties(
        @DefaultValue("1") int threads,
        @DefaultValue("64") int connections,
        @DefaultValue("512") int connectionsPerAccount,
        @DefaultValue("2048") int connectionsOfNode,
        @DefaultValue("16KB") DataSize headers,
        @DefaultValue("64MB") DataSize body,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("16m") Duration longestRequest,
        @DefaultValue("1m") Duration idleTimeout) {

    private static final String KEY = "meterlark.sandbox.relay.";

    public RelayProperties {
        between("threads", threads, 1, 64);
        between("connections", connections, 1, 1_000);
        between("connections-per-account", connectionsPerAccount, 1, 100_000);
        between("connections-of-node", connectionsOfNode, 1, 100_000);
        between("headers", headers, "1KB", "64KB");
        between("body", body, "64KB", "1GB");
        between("connect-timeout", connectTimeout, 1, 60);
        between("longest-request", longestRequest, 1, 86_400);
        between("idle-timeout", idleTimeout, 1, 3_600);
    }

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s%s must be %d to %d, was: %d".formatted(KEY, key, least, most, value));
        }
    }

    private static void between(String key, DataSize value, String least, String most) {
        if (value.compareTo(DataSize.parse(least)) < 0
                || value.compareTo(DataSize.parse(most)) > 0) {
            throw new IllegalArgumentException(
                    "%s%s must be %s to %s, was: %s".formatted(KEY, key, least, most, value));
        }
    }

    private static void between(String key, Duration value, int least, int most) {
        if (value.compareTo(Duration.ofSeconds(least)) < 0
                || value.compareTo(Duration.ofSeconds(most)) > 0) {
            throw new IllegalArgumentException(
                    "%s%s must be %ds to %ds, was: %s".formatted(KEY, key, least, most, value));
        }
    }
}

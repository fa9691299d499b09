package dev.meterlark.platform;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Where the state is kept. Without a URL, in an H2 database in the data folder; with {@code
 * spring.datasource.url} and its user and password, there.
 *
 * @param url {@code jdbc:postgresql:…}, or {@code jdbc:h2:…} for an embedded database elsewhere
 * @param maxConnections connections open at most
 * @param connectionTimeout how long a request waits for a connection
 * @param statementTimeout how long a statement may run
 */
@ConfigurationProperties("meterlark.database")
record DatabaseProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("16") int maxConnections,
        @DefaultValue("5s") Duration connectionTimeout,
        @DefaultValue("60s") Duration statementTimeout) {

    private static final Duration SHORTEST_CONNECTION_TIMEOUT = Duration.ofMillis(250);

    DatabaseProperties {
        if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:h2:")) {
            throw new IllegalArgumentException(
                    "meterlark.database.url must start with jdbc:postgresql: or jdbc:h2:, was: "
                            + beforeParameters(url));
        }
        if (maxConnections < 2 || maxConnections > 1_000) {
            throw new IllegalArgumentException(
                    "meterlark.database.max-connections must be 2 to 1000, was: " + maxConnections);
        }
        if (connectionTimeout.compareTo(SHORTEST_CONNECTION_TIMEOUT) < 0) {
            throw new IllegalArgumentException(
                    "meterlark.database.connection-timeout must be at least 250ms, was: "
                            + connectionTimeout);
        }
        if (statementTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "meterlark.database.statement-timeout must be at least 1s, was: "
                            + statementTimeout);
        }
    }

    boolean isPostgreSql() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** Parameters may hold a password. */
    private static String beforeParameters(String url) {
        return url.split("[?;@]", 2)[0];
    }
}

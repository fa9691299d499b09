package dev.meterlark.ingress;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.net.InetAddress;
import java.time.Duration;

/**
 * Where and how functions' own URLs are served.
 *
 * @param port 0 for any that is free
 * @param domain below which each function has a host name, and where the paths {@code
 *     /account/function/} are; for {@code fn.localhost} those are on {@code localhost}
 * @param threads event loops
 * @param maxHeader all headers of a request together; a request's first line may have 8KB
 * @param maxConnections at once, over all clients
 * @param maxConnectionsPerAddress at once from one address, or from one network of IPv6; a trusted
 *     proxy is not counted
 * @param maxStreams requests at once on one connection of HTTP/2
 * @param maxAnswerMemory what answers may take until their clients have read them
 * @param headerTimeout from a request's first byte, or a connection's begin, to the end of the
 *     headers
 * @param bodyTimeout what a body may take, beyond the time that its bytes take at the least rate
 * @param leastRate bytes a second, of a body and of reading an answer
 * @param writeTimeout how long a client may read slower than at the least rate
 * @param idleTimeout how long a connection is kept without a request
 */
@ConfigurationProperties("meterlark.ingress")
record IngressProperties(
        @DefaultValue("8090") int port,
        @DefaultValue("127.0.0.1") InetAddress address,
        @DefaultValue("fn.localhost") String domain,
        @DefaultValue("1") int threads,
        @DefaultValue("16KB") DataSize maxHeader,
        @DefaultValue("10000") int maxConnections,
        @DefaultValue("1000") int maxConnectionsPerAddress,
        @DefaultValue("100") int maxStreams,
        @DefaultValue("128MB") DataSize maxAnswerMemory,
        @DefaultValue("10s") Duration headerTimeout,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue("1KB") DataSize leastRate,
        @DefaultValue("30s") Duration writeTimeout,
        @DefaultValue("60s") Duration idleTimeout) {

    IngressProperties {
        requireBetween("port", port, 0, 65_535);
        requireBetween("threads", threads, 1, 64);
        requireBetween("max-connections", maxConnections, 1, 1_000_000);
        requireBetween("max-connections-per-address", maxConnectionsPerAddress, 1, maxConnections);
        requireBetween("max-streams", maxStreams, 1, 10_000);
        requireSize("max-header", maxHeader, 10, 64);
        requireSize("max-answer-memory", maxAnswerMemory, 8L << 10, 1L << 30);
        if (leastRate.toBytes() < 1) {
            throw refused("least-rate", "be at least 1B", leastRate);
        }
        requirePositive("header-timeout", headerTimeout);
        requirePositive("body-timeout", bodyTimeout);
        requirePositive("write-timeout", writeTimeout);
        requirePositive("idle-timeout", idleTimeout);
        if (!isHostName(domain)) {
            throw refused(
                    "domain",
                    "be a host name in small letters without port, at least two labels",
                    domain);
        }
    }

    private static boolean isHostName(String domain) {
        String label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
        return domain.length() <= 150 && domain.matches(label + "(\\." + label + ")+");
    }

    private static void requireBetween(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(key, "be %d to %d".formatted(least, most), value);
        }
    }

    private static void requireSize(String key, DataSize size, long leastKb, long mostKb) {
        if (size.toKilobytes() < leastKb || size.toBytes() > mostKb << 10) {
            throw refused(key, "be %dKB to %dKB".formatted(leastKb, mostKb), size);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.ingress.%s must %s, was: %s".formatted(key, rule, value));
    }
}

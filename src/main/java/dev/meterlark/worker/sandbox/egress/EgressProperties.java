package dev.meterlark.worker.sandbox.egress;

import dev.meterlark.network.Cidr;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What functions with {@code egress: internet} may take of the network.
 *
 * @param ipv6 whether the machine reaches public IPv6 addresses; without, functions are told that
 *     there is none
 * @param threads event loops that move their bytes
 * @param connections open ones of one sandbox; who wants more waits in its own kernel queue
 * @param connectionsPerAccount open ones on this node
 * @param connectionsOfNode open ones of all; each takes two descriptors and up to 32 KB of the
 *     platform
 * @param connectsPerSecond new ones of one sandbox; who wants more waits
 * @param connectsPerSecondOfAccount new ones on this node, which is also what keeps one account
 *     from using up the machine's ports
 * @param namesPerSecond names that one sandbox may ask for
 * @param bytesPerSecond of one sandbox, both directions together; who wants more waits
 * @param bytesPerCall both directions together; then its connections are reset until the next call
 * @param bytesPerSandbox both directions together, in its whole life
 * @param connectTimeout how long the other side may take to answer
 * @param idleTimeout after this a connection that nothing moves on is closed
 * @param refused further networks that no function reaches, save who is allowed
 * @param allowed what an account may reach beyond public addresses: {@code <account id> 10.1.2.0/24
 *     5432,8000-8010}
 */
public record EgressProperties(
        @DefaultValue("false") boolean ipv6,
        @DefaultValue("2") int threads,
        @DefaultValue("256") int connections,
        @DefaultValue("1024") int connectionsPerAccount,
        @DefaultValue("4096") int connectionsOfNode,
        @DefaultValue("100") int connectsPerSecond,
        @DefaultValue("200") int connectsPerSecondOfAccount,
        @DefaultValue("100") int namesPerSecond,
        @DefaultValue("64MB") DataSize bytesPerSecond,
        @DefaultValue("1GB") DataSize bytesPerCall,
        @DefaultValue("100GB") DataSize bytesPerSandbox,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("5m") Duration idleTimeout,
        @DefaultValue List<String> refused,
        @DefaultValue List<String> allowed) {

    private static final String KEY = "meterlark.sandbox.egress.";

    public EgressProperties {
        between("threads", threads, 1, 64);
        between("connections", connections, 1, 10_000);
        between("connections-per-account", connectionsPerAccount, 1, 100_000);
        between("connections-of-node", connectionsOfNode, 1, 100_000);
        between("connects-per-second", connectsPerSecond, 1, 10_000);
        between("connects-per-second-of-account", connectsPerSecondOfAccount, 1, 10_000);
        between("names-per-second", namesPerSecond, 1, 10_000);
        atLeast("bytes-per-second", bytesPerSecond, DataSize.ofKilobytes(64));
        atLeast("bytes-per-call", bytesPerCall, DataSize.ofKilobytes(64));
        atLeast("bytes-per-sandbox", bytesPerSandbox, DataSize.ofKilobytes(64));
        between("connect-timeout", connectTimeout, 1, 120);
        between("idle-timeout", idleTimeout, 1, 86_400);
        refused = List.copyOf(refused);
        allowed = List.copyOf(allowed);
        parsed("refused", refused, Cidr::parse);
        parsed("allowed", allowed, Allowed::parse);
    }

    List<Cidr> refusedNetworks() {
        return refused.stream().map(Cidr::parse).toList();
    }

    List<Allowed> allowedToAccounts() {
        return allowed.stream().map(Allowed::parse).toList();
    }

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s%s must be %d to %d, was: %d".formatted(KEY, key, least, most, value));
        }
    }

    private static void between(String key, Duration value, int least, int most) {
        if (value.compareTo(Duration.ofSeconds(least)) < 0
                || value.compareTo(Duration.ofSeconds(most)) > 0) {
            throw new IllegalArgumentException(
                    "%s%s must be %ds to %ds, was: %s".formatted(KEY, key, least, most, value));
        }
    }

    private static void atLeast(String key, DataSize value, DataSize least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "%s%s must be at least %s, was: %s".formatted(KEY, key, least, value));
        }
    }

    private static void parsed(String key, List<String> values, Consumer<String> parse) {
        for (String value : values) {
            try {
                parse.accept(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s%s holds '%s': %s".formatted(KEY, key, value, e.getMessage()), e);
            }
        }
    }
}

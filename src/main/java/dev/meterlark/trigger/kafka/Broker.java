package dev.meterlark.trigger.kafka;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a cluster is asked first; the others it names itself.
 *
 * @param host a name or an address, nothing else
 */
record Broker(@Nullable String host, @Nullable Integer port) {

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9.])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int USUAL_PORT = 9092;
    private static final int MOST_PORT = 65_535;

    Broker {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("brokers: host is missing");
        }
        host = host.strip();
        boolean ipv6 = host.indexOf(':') != host.lastIndexOf(':') && IPV6.matcher(host).matches();
        if (!ipv6 && !NAME.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "brokers: host is a name or an address alone, without port, protocol or list;"
                            + " was: "
                            + Texts.shown(host));
        }
        port = port == null ? USUAL_PORT : port;
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "brokers: port is 1 to %d, was: %d".formatted(MOST_PORT, port));
        }
    }

    String name() {
        return Objects.requireNonNull(host);
    }

    int number() {
        return Objects.requireNonNull(port);
    }

    @Override
    public String toString() {
        return name().indexOf(':') < 0 ? name() + ":" + number() : "[" + name() + "]:" + number();
    }
}

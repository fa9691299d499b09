package dev.meterlark.network;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where the platform itself sends what a tenant asks it to send.
 *
 * @param plainHttp whether public addresses may be asked without TLS; those of {@code allowed}
 *     always may
 * @param ports of public addresses
 * @param refused further networks that nothing is sent to, save to what is allowed
 * @param allowed what may be reached beyond public addresses: {@code 10.1.2.0/24 443,8000-8010};
 *     also this machine, {@code 127.0.0.1 3000}, where every tenant may be trusted with it
 * @param connectTimeout how long the other side may take to accept
 * @param timeout how long all of it may take, from looking up the name to the answer's head
 */
@ConfigurationProperties("meterlark.webhooks")
record WebhookProperties(
        @DefaultValue("false") boolean plainHttp,
        @DefaultValue("80,443") String ports,
        @DefaultValue List<String> refused,
        @DefaultValue List<String> allowed,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration timeout) {

    private static final String KEY = "meterlark.webhooks.";
    private static final Duration LONGEST = Duration.ofSeconds(60);

    WebhookProperties {
        refused = List.copyOf(refused);
        allowed = List.copyOf(allowed);
        parsed("ports", List.of(ports), Opening::ports);
        parsed("refused", refused, Cidr::parse);
        parsed("allowed", allowed, WebhookProperties::opening);
        between("connect-timeout", connectTimeout);
        between("timeout", timeout);
    }

    List<Opening.Ports> publicPorts() {
        return Opening.ports(ports);
    }

    List<Cidr> refusedNetworks() {
        return refused.stream().map(Cidr::parse).toList();
    }

    List<Opening> openings() {
        return allowed.stream().map(WebhookProperties::opening).toList();
    }

    private static Opening opening(String text) {
        return Opening.parse(text, AddressPolicy.NOWHERE);
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

    private static void between(String key, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s%s must be longer than 0 and at most 60s, was: %s"
                            .formatted(KEY, key, value));
        }
    }
}

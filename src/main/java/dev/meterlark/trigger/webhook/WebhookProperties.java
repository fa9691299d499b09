package dev.meterlark.trigger.webhook;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param maxBody the largest body; what becomes of it has to fit an event of an asynchronous call
 * @param perHook deliveries a second that one address takes
 * @param perNetwork requests a second from one address of the internet, or one network of IPv6
 * @param wrongPerNetwork wrong requests a minute from there, before it has to wait
 * @param longestOverlap how long an old secret may stay valid beside a new one
 * @param followEvery how often is looked for what other nodes changed: as long may a secret or an
 *     address that was taken back there be good here
 */
@ConfigurationProperties("meterlark.triggers.webhooks")
record WebhookProperties(
        @DefaultValue("768KB") DataSize maxBody,
        @DefaultValue("100") int perHook,
        @DefaultValue("200") int perNetwork,
        @DefaultValue("60") int wrongPerNetwork,
        @DefaultValue("7d") Duration longestOverlap,
        @DefaultValue("5s") Duration followEvery) {

    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(1);
    private static final int MOST = 1_000_000;

    WebhookProperties {
        if (maxBody.toBytes() < 1 || maxBody.compareTo(LARGEST_BODY) > 0) {
            throw refused("max-body", "be between 1B and 1MB", maxBody);
        }
        requireRate("per-hook", perHook);
        requireRate("per-network", perNetwork);
        requireRate("wrong-per-network", wrongPerNetwork);
        if (longestOverlap.isNegative() || longestOverlap.compareTo(Duration.ofDays(366)) > 0) {
            throw refused("longest-overlap", "be 0 to 366 days", longestOverlap);
        }
        if (!followEvery.isPositive()) {
            throw refused("follow-every", "be longer than 0", followEvery);
        }
    }

    private static void requireRate(String key, int value) {
        if (value < 1 || value > MOST) {
            throw refused(key, "be 1 to " + MOST, value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.triggers.webhooks.%s must %s, was: %s".formatted(key, rule, value));
    }
}

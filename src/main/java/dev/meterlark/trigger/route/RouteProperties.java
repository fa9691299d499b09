package dev.meterlark.trigger.route;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param maxRoutes of one account
 * @param maxSchema of one route, as JSON
 * @param lookEvery how often a node looks for routes that another one changed
 * @param keysFor how long the keys of a token's issuer are kept
 * @param keysAgainAfter how soon they are asked for again when a token names one that is not among
 *     them
 * @param clockSkew how far an issuer's clock may be off
 */
@ConfigurationProperties("meterlark.routes")
record RouteProperties(
        @DefaultValue("300") int maxRoutes,
        @DefaultValue("64KB") DataSize maxSchema,
        @DefaultValue("2s") Duration lookEvery,
        @DefaultValue("1h") Duration keysFor,
        @DefaultValue("30s") Duration keysAgainAfter,
        @DefaultValue("1m") Duration clockSkew) {

    private static final int MOST_ROUTES = 10_000;
    private static final long LARGEST_SCHEMA = 512 * 1024;

    RouteProperties {
        if (maxRoutes < 1 || maxRoutes > MOST_ROUTES) {
            throw refused("max-routes", "be 1 to %d".formatted(MOST_ROUTES), maxRoutes);
        }
        if (maxSchema.toBytes() < 1 || maxSchema.toBytes() > LARGEST_SCHEMA) {
            throw refused("max-schema", "be 1B to 512KB", maxSchema);
        }
        positive("look-every", lookEvery);
        positive("keys-for", keysFor);
        positive("keys-again-after", keysAgainAfter);
        if (clockSkew.isNegative() || clockSkew.compareTo(Duration.ofMinutes(10)) > 0) {
            throw refused("clock-skew", "be 0 to 10 minutes", clockSkew);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.routes.%s must %s, was: %s".formatted(key, rule, value));
    }
}

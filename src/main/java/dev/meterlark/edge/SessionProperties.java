package dev.meterlark.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How long somebody stays signed in to the console.
 *
 * @param idle since the last request
 * @param longest since the sign-in, whatever happened since
 * @param confirmationHolds how long, after somebody has shown again that it is them, dangerous
 *     steps do not ask for that
 */
@ConfigurationProperties("meterlark.session")
record SessionProperties(
        @DefaultValue("2h") Duration idle,
        @DefaultValue("24h") Duration longest,
        @DefaultValue("15m") Duration confirmationHolds) {

    SessionProperties {
        if (idle.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException(
                    "meterlark.session.idle must be at least 1m, was: " + idle);
        }
        if (longest.compareTo(idle) < 0) {
            throw new IllegalArgumentException(
                    "meterlark.session.longest must not be below meterlark.session.idle (%s), was: %s"
                            .formatted(idle, longest));
        }
        if (confirmationHolds.compareTo(Duration.ofMinutes(1)) < 0
                || confirmationHolds.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.session.confirmation-holds must be from 1m to meterlark.session.longest (%s), was: %s"
                            .formatted(longest, confirmationHolds));
        }
    }
}

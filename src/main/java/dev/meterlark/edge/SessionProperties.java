package dev.meterlark.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How long somebody stays signed in to the console.
 *
 * @param idle since the last request
 * @param longest since the sign-in, whatever happened since
 */
@ConfigurationProperties("meterlark.session")
record SessionProperties(@DefaultValue("2h") Duration idle, @DefaultValue("24h") Duration longest) {

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
    }
}

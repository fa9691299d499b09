package dev.meterlark.nodes;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * What nodes tell the operator of themselves.
 *
 * @param every how often each writes it down
 * @param lostAfter silence after which a node is shown as lost
 * @param forgottenAfter silence after which it is shown no longer
 */
@ConfigurationProperties("meterlark.nodes")
record NodeProperties(
        @DefaultValue("10s") Duration every,
        @DefaultValue("1m") Duration lostAfter,
        @DefaultValue("1d") Duration forgottenAfter) {

    NodeProperties {
        if (every.toMillis() < 1_000) {
            throw new IllegalArgumentException(
                    "meterlark.nodes.every must be at least 1s, was: " + every);
        }
        if (lostAfter.compareTo(every) <= 0) {
            throw new IllegalArgumentException(
                    "meterlark.nodes.lost-after must be longer than every, was: " + lostAfter);
        }
        if (forgottenAfter.compareTo(lostAfter) < 0) {
            throw new IllegalArgumentException(
                    "meterlark.nodes.forgotten-after must be at least lost-after, was: "
                            + forgottenAfter);
        }
    }
}

package dev.meterlark.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * The operator's acting in other accounts.
 *
 * @param longest how long one reason holds
 */
@ConfigurationProperties("meterlark.acting")
record ActingProperties(@DefaultValue("1h") Duration longest) {

    ActingProperties {
        if (longest.toMinutes() < 1 || longest.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.acting.longest must be from 1m to 24h, was: " + longest);
        }
    }
}

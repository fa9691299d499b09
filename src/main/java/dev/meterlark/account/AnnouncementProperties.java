package dev.meterlark.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * What the operator tells everybody on the console's pages.
 *
 * @param longest how long one may stand
 * @param shown how many stand on a page at once, the newest
 */
@ConfigurationProperties("meterlark.announcements")
record AnnouncementProperties(@DefaultValue("30d") Duration longest, @DefaultValue("3") int shown) {

    AnnouncementProperties {
        if (longest.toMinutes() < 1) {
            throw new IllegalArgumentException(
                    "meterlark.announcements.longest must be at least a minute, was: " + longest);
        }
        if (shown < 1 || shown > 10) {
            throw new IllegalArgumentException(
                    "meterlark.announcements.shown must be from 1 to 10, was: " + shown);
        }
    }
}

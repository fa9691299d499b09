package dev.meterlark.telemetry.content;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * What is kept of events and answers, where the account has not said that nothing is.
 *
 * @param enabled false to keep none of any account
 * @param bytesEach the beginning of an event, and of an answer, that is kept
 * @param perSecond of each function on each node; of calls that fail, as many again
 * @param age how long they stay at most, whatever plans say
 * @param bytesPerAccount what those of an account may take; the oldest go first
 * @param queueBytes that wait to be written on a node; when it is full the newest are dropped
 * @param settingsEvery how soon other nodes learn that an account does not want them any more
 * @param housekeepingEvery pause between two rounds of deleting what is too old or too much
 */
@ConfigurationProperties("meterlark.telemetry.content")
record ContentProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("64KB") DataSize bytesEach,
        @DefaultValue("5") int perSecond,
        @DefaultValue("7d") Duration age,
        @DefaultValue("64MB") DataSize bytesPerAccount,
        @DefaultValue("16MB") DataSize queueBytes,
        @DefaultValue("5s") Duration settingsEvery,
        @DefaultValue("5m") Duration housekeepingEvery) {

    private static final DataSize LARGEST = DataSize.ofMegabytes(1);
    private static final int MOST_PER_SECOND = 1_000;

    ContentProperties {
        if (bytesEach.toBytes() < 1 || bytesEach.compareTo(LARGEST) > 0) {
            throw refused("bytes-each", "be between 1B and 1MB", bytesEach);
        }
        if (perSecond < 0 || perSecond > MOST_PER_SECOND) {
            throw refused("per-second", "be between 0 and " + MOST_PER_SECOND, perSecond);
        }
        requirePositive("age", age);
        requireRoomForOne("bytes-per-account", bytesPerAccount, bytesEach);
        requireRoomForOne("queue-bytes", queueBytes, bytesEach);
        requirePositive("settings-every", settingsEvery);
        requirePositive("housekeeping-every", housekeepingEvery);
    }

    private static void requireRoomForOne(String key, DataSize value, DataSize each) {
        if (value.toBytes() < 2 * each.toBytes()) {
            throw refused(key, "be at least twice bytes-each (%s)".formatted(each), value);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.telemetry.content.%s must %s, was: %s".formatted(key, rule, value));
    }
}

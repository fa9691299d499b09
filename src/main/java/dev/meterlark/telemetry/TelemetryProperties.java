package dev.meterlark.telemetry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param byPlan whether calls, logs and contents stay no longer than the account's plan says
 * @param historyAge how long at most the history shows calls, and what they said of their failures
 *     is kept
 * @param logAge how long at most logs stay
 * @param logBytesPerAccount what an account's logs may take; the oldest go first
 * @param logBytesPerCall what is kept of one call's log: its beginning
 * @param logQueueBytes logs waiting to be written; when it is full the oldest are dropped
 * @param followersPerAccount live logs an account may read at once
 * @param followFor how long a live log runs before its reader has to ask again, with its
 *     credentials
 * @param followLag how far behind a live reader may fall before it is sent away
 * @param heartbeat silence after which a live log says that it is still there
 * @param searchTime how long one page of a search in logs may read before it says how far it came
 * @param downloadBytes how much of an account's logs comes in one file
 * @param housekeepingEvery pause between two rounds of deleting what is too old or too much
 */
@ConfigurationProperties("meterlark.telemetry")
record TelemetryProperties(
        @DefaultValue("true") boolean byPlan,
        @DefaultValue("90d") Duration historyAge,
        @DefaultValue("90d") Duration logAge,
        @DefaultValue("256MB") DataSize logBytesPerAccount,
        @DefaultValue("256KB") DataSize logBytesPerCall,
        @DefaultValue("16MB") DataSize logQueueBytes,
        @DefaultValue("10") int followersPerAccount,
        @DefaultValue("10m") Duration followFor,
        @DefaultValue("1m") Duration followLag,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("200ms") Duration searchTime,
        @DefaultValue("64MB") DataSize downloadBytes,
        @DefaultValue("5m") Duration housekeepingEvery) {

    private static final DataSize LARGEST_LOG = DataSize.ofMegabytes(1);

    TelemetryProperties {
        requirePositive("history-age", historyAge);
        requirePositive("log-age", logAge);
        requirePositive("follow-for", followFor);
        requirePositive("follow-lag", followLag);
        requirePositive("heartbeat", heartbeat);
        requirePositive("search-time", searchTime);
        requirePositive("housekeeping-every", housekeepingEvery);
        if (logBytesPerCall.toBytes() < 1 || logBytesPerCall.compareTo(LARGEST_LOG) > 0) {
            throw refused("log-bytes-per-call", "be between 1B and 1MB", logBytesPerCall);
        }
        requireAtLeastACall("log-bytes-per-account", logBytesPerAccount, logBytesPerCall);
        requireAtLeastACall("log-queue-bytes", logQueueBytes, logBytesPerCall);
        requireAtLeastACall("download-bytes", downloadBytes, logBytesPerCall);
        if (followersPerAccount < 1) {
            throw refused("followers-per-account", "be at least 1", followersPerAccount);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static void requireAtLeastACall(String key, DataSize value, DataSize perCall) {
        if (value.compareTo(perCall) < 0) {
            throw refused(key, "be at least log-bytes-per-call (%s)".formatted(perCall), value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.telemetry.%s must %s, was: %s".formatted(key, rule, value));
    }
}

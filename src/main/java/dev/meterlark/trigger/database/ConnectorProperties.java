package dev.meterlark.trigger.database;

import dev.meterlark.network.Reach;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.List;

/**
 * How the platform reads the changes of tenants' databases.
 *
 * @param refused further networks that no database is looked for in, save what is opened
 * @param allowed what may be reached beyond public addresses in every account's name, beside what
 *     the operator opened to that account: {@code 10.1.2.0/24 5432}; also this machine, {@code
 *     127.0.0.1 5432}, where every tenant may be trusted with it
 * @param connectTimeout how long a database may take to answer the first time
 * @param statementTimeout how long it may take for one of our questions
 * @param heartbeat how often the position moves on where no watched row changes
 * @param look how often lag, kept log and the right to the address are looked at
 * @param stopTimeout how long the engine may take to start or to end
 * @param maxQueued bytes of changes that wait in memory, for each trigger
 * @param warnAt how much of its log a database may keep back for a trigger before its status warns
 */
@ConfigurationProperties("meterlark.trigger.database")
record ConnectorProperties(
        @DefaultValue List<String> refused,
        @DefaultValue List<String> allowed,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("30s") Duration statementTimeout,
        @DefaultValue("10s") Duration heartbeat,
        @DefaultValue("10s") Duration look,
        @DefaultValue("60s") Duration stopTimeout,
        @DefaultValue("16MB") DataSize maxQueued,
        @DefaultValue("1GB") DataSize warnAt) {

    private static final String KEY = "meterlark.trigger.database.";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final DataSize FEWEST_QUEUED = DataSize.ofMegabytes(1);
    private static final DataSize MOST_QUEUED = DataSize.ofMegabytes(512);

    ConnectorProperties {
        refused = List.copyOf(refused);
        allowed = List.copyOf(allowed);
        Reach.parse(KEY, refused, allowed);
        between("connect-timeout", connectTimeout);
        between("statement-timeout", statementTimeout);
        between("heartbeat", heartbeat);
        between("look", look);
        between("stop-timeout", stopTimeout);
        if (maxQueued.compareTo(FEWEST_QUEUED) < 0 || maxQueued.compareTo(MOST_QUEUED) > 0) {
            throw new IllegalArgumentException(
                    "%smax-queued must be 1MB to 512MB, was: %s".formatted(KEY, maxQueued));
        }
        if (warnAt.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "%swarn-at must be at least 1B, was: %s".formatted(KEY, warnAt));
        }
    }

    Reach reach() {
        return Reach.parse(KEY, refused, allowed);
    }

    private static void between(String key, Duration value) {
        if (value.compareTo(Duration.ofMillis(100)) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s%s must be 100ms to 10m, was: %s".formatted(KEY, key, value));
        }
    }
}

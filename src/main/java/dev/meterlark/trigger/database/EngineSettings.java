package dev.meterlark.trigger.database;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The engine's settings: all of them ours, but for the names that were looked at before. */
final class EngineSettings {

    private static final Map<String, String> LETTERS =
            Map.of("create", "c", "update", "u", "delete", "d");

    private static final int MOST_QUEUED = 8_192;
    private static final int MOST_READ = 2_048;

    private EngineSettings() {}

    static Properties of(
            String name,
            String run,
            DatabaseTrigger asked,
            Source source,
            ConnectorProperties properties) {
        Properties settings = new Properties();
        settings.setProperty("name", name);
        settings.setProperty("topic.prefix", name);
        settings.setProperty("tasks.max", "1");
        settings.setProperty("database.port", String.valueOf(asked.number()));
        settings.setProperty("database.user", asked.login());
        settings.setProperty(
                "table.include.list",
                asked.watched().stream()
                        .map(EngineSettings::pattern)
                        .collect(Collectors.joining(",")));
        settings.setProperty("skipped.operations", skipped(asked.wanted()));
        settings.setProperty("include.schema.changes", "false");
        settings.setProperty("tombstones.on.delete", "false");
        values(settings);
        positions(settings, run);
        bounds(settings, properties);
        source.settings().forEach(settings::setProperty);
        return settings;
    }

    /** Exact where JSON's numbers are not, and readable where Kafka Connect's are not. */
    private static void values(Properties settings) {
        settings.setProperty("decimal.handling.mode", "string");
        settings.setProperty("time.precision.mode", "isostring");
        settings.setProperty("binary.handling.mode", "base64");
        settings.setProperty("key.converter.schemas.enable", "false");
        settings.setProperty("value.converter.schemas.enable", "false");
        settings.setProperty("converter.schemas.enable", "false");
        settings.setProperty("value.converter.decimal.format", "NUMERIC");
        settings.setProperty("key.converter.decimal.format", "NUMERIC");
    }

    private static void positions(Properties settings, String run) {
        settings.setProperty(StoredOffsets.RUN, run);
        settings.setProperty("offset.storage", StoredOffsets.class.getName());
        settings.setProperty("offset.flush.interval.ms", "0");
        settings.setProperty("offset.flush.timeout.ms", "60000");
    }

    /** It never comes again by itself: a trigger's owner does, and says why it had to. */
    private static void bounds(Properties settings, ConnectorProperties properties) {
        settings.setProperty("errors.max.retries", "0");
        settings.setProperty("record.processing.threads", "1");
        settings.setProperty("max.batch.size", String.valueOf(MOST_READ));
        settings.setProperty("max.queue.size", String.valueOf(MOST_QUEUED));
        settings.setProperty(
                "max.queue.size.in.bytes", String.valueOf(properties.maxQueued().toBytes()));
        settings.setProperty("poll.interval.ms", "200");
        settings.setProperty(
                "task.management.timeout.ms", String.valueOf(properties.stopTimeout().toMillis()));
    }

    private static String skipped(Set<String> wanted) {
        Set<String> skipped = new TreeSet<>(Set.of("t"));
        LETTERS.forEach(
                (operation, letter) -> {
                    if (!wanted.contains(operation)) {
                        skipped.add(letter);
                    }
                });
        return String.join(",", skipped);
    }

    private static String pattern(String table) {
        return table.replace(".", "\\.").replace("$", "\\$");
    }
}

package dev.meterlark.metering;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * By what attempts were made; null is by anything.
 *
 * @param version that ran
 * @param alias that chose the version
 * @param source what made the function run, as events say it
 * @param trigger that made it run
 */
public record Made(
        @Nullable String version,
        @Nullable String alias,
        @Nullable String source,
        @Nullable UUID trigger) {

    public static final Made ANYHOW = new Made(null, null, null, null);

    public boolean isAnyhow() {
        return equals(ANYHOW);
    }

    boolean takes(UsageKey key) {
        return isOrAny(version, key.version())
                && isOrAny(alias, key.alias())
                && isOrAny(source, key.source())
                && isOrAny(trigger, key.trigger());
    }

    private static boolean isOrAny(@Nullable Object wanted, @Nullable Object there) {
        return wanted == null || wanted.equals(there);
    }

    /** Values of the columns that all tables of attempts have. */
    Map<String, Object> columns() {
        Map<String, Object> columns = new LinkedHashMap<>();
        put(columns, "version", version);
        put(columns, "alias", alias);
        put(columns, "source", source);
        put(columns, "trigger_id", trigger);
        return columns;
    }

    /**
     * A further condition with {@link #columns}; may be empty.
     *
     * @param of what the table is called, with a dot; empty where it needs no name
     */
    String condition(String of) {
        return columns().keySet().stream()
                .map(column -> " and " + of + column + " = :" + column)
                .collect(Collectors.joining());
    }

    private static void put(Map<String, Object> columns, String name, @Nullable Object value) {
        if (value != null) {
            columns.put(name, value);
        }
    }
}

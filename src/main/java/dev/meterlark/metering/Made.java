package dev.meterlark.metering;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

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

    private static void put(Map<String, Object> columns, String name, @Nullable Object value) {
        if (value != null) {
            columns.put(name, value);
        }
    }
}

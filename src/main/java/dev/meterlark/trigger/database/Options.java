package dev.meterlark.trigger.database;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What else may be chosen; nothing reaches a driver or the engine as it was written.
 *
 * @param shards rows with the same key stay in order; rows of different shards are handed over at
 *     the same time
 * @param publication one that is there already, for a user that may not make one; PostgreSQL only
 * @param warnAt how much of its log the database may keep back before the status warns
 */
record Options(int shards, @Nullable String publication, @Nullable DataSize warnAt) {

    private static final String SHARDS = "shards";
    private static final String PUBLICATION = "publication";
    private static final String WARN_AT = "warnAt";
    private static final Set<String> NAMES = new TreeSet<>(Set.of(SHARDS, PUBLICATION, WARN_AT));
    private static final int USUAL_SHARDS = 4;
    private static final int MOST_SHARDS = 16;

    static Map<String, String> checked(@Nullable Map<String, String> asked) {
        Map<String, String> options = asked == null ? Map.of() : Map.copyOf(asked);
        of(options);
        return options;
    }

    /**
     * @throws IllegalArgumentException when an option is unknown or out of bounds
     */
    static Options of(Map<String, String> asked) {
        for (String name : asked.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "options are %s, was: %s"
                                .formatted(String.join(", ", NAMES), Asked.shown(name)));
            }
        }
        String publication = asked.get(PUBLICATION);
        return new Options(
                shards(asked.get(SHARDS)),
                publication == null ? null : Asked.database(publication),
                size(asked.get(WARN_AT)));
    }

    private static int shards(@Nullable String text) {
        if (text == null) {
            return USUAL_SHARDS;
        }
        if (!text.matches("\\d{1,2}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > MOST_SHARDS) {
            throw new IllegalArgumentException(
                    "options.shards is 1 to %d, was: %s".formatted(MOST_SHARDS, Asked.shown(text)));
        }
        return Integer.parseInt(text);
    }

    private static @Nullable DataSize size(@Nullable String text) {
        try {
            return text == null ? null : DataSize.parse(text);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "options.warnAt is a size as 512MB, was: " + Asked.shown(text), e);
        }
    }
}

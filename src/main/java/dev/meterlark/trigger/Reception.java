package dev.meterlark.trigger;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Map;

/**
 * What a trigger makes of the events that it gets before its function sees them.
 *
 * @param filter a pattern as EventBridge has them; null for every event
 * @param input what the function sees instead of an event; null for the event as it is
 * @param batchSize events of one call at most
 * @param batchWindow how long is waited for that many
 */
public record Reception(
        @Nullable JsonNode filter, @Nullable Input input, int batchSize, Duration batchWindow) {

    /** Every event as it is, one at a time. */
    public static final Reception PLAIN = new Reception(null, null, 1, Duration.ZERO);

    /**
     * EventBridge's input transformer.
     *
     * @param paths where in an event a value is, as in {@code $.detail.id}, by name
     * @param template JSON with {@code <name>} where the values go
     */
    public record Input(Map<String, String> paths, JsonNode template) {

        public Input {
            paths = Map.copyOf(paths);
        }
    }
}

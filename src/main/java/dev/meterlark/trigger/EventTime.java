package dev.meterlark.trigger;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** When an event happened, by what it says itself; whoever sends one may have made it up. */
final class EventTime {

    private EventTime() {}

    /** Of CloudEvents, events of buckets, and records of Kafka; empty where it is not said. */
    static Optional<Instant> of(JsonNode event) {
        JsonNode millis = event.path("timestamp");
        if (millis.isIntegralNumber() && millis.canConvertToLong()) {
            return Optional.of(Instant.ofEpochMilli(millis.asLong()));
        }
        return parsed(event.path("time"))
                .or(() -> parsed(event.path("Records").path(0).path("eventTime")));
    }

    private static Optional<Instant> parsed(JsonNode time) {
        try {
            return time.isString() ? Optional.of(Instant.parse(time.asString())) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}

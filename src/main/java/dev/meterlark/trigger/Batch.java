package dev.meterlark.trigger;

import dev.meterlark.invocation.TraceContext;

import tools.jackson.databind.JsonNode;

import java.util.List;

/**
 * Events that one call gets together, in their order.
 *
 * @param items at least one
 * @param shape how they are written
 * @param origin of the call
 */
public record Batch(List<Item> items, BatchShape shape, Origin origin) {

    /** Whose events came of nothing that is known. */
    public Batch(List<Item> items, BatchShape shape) {
        this(items, shape, Origin.UNKNOWN);
    }

    /** The same in a trace. */
    public Batch in(TraceContext trace) {
        return new Batch(items, shape, new Origin(origin.lineage(), trace));
    }

    /**
     * @param id by which an answer's {@code batchItemFailures} name it; an event that is a
     *     CloudEvent has the same as its {@code id}
     */
    public record Item(String id, JsonNode event) {}

    public Batch {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a batch without events");
        }
    }

    /** Of CloudEvents, as {@code {"events": […]}}. */
    public static Batch ofEvents(List<JsonNode> events) {
        return new Batch(
                events.stream()
                        .map(event -> new Item(event.path("id").asString(""), event))
                        .toList(),
                BatchShape.EVENTS);
    }
}

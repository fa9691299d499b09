package dev.meterlark.trigger;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** How several events are written as one, and taken apart again. Keeps nothing. */
public interface BatchShape {

    /** CloudEvents as {@code {"events": […]}}, each known by its {@code id}. */
    BatchShape EVENTS = new CloudEvents();

    JsonNode written(List<JsonNode> events);

    /** In their order; empty when it is none of this shape. */
    List<JsonNode> events(JsonNode written);

    /** What an answer's {@code itemIdentifier} is compared with. */
    JsonNode idOf(JsonNode event);
}

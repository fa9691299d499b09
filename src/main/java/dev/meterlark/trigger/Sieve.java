package dev.meterlark.trigger;

import dev.meterlark.storage.pattern.EventPattern;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** A trigger's filter and template, ready to be used. */
record Sieve(@Nullable EventPattern filter, @Nullable InputTemplate template) {

    /**
     * @throws dev.meterlark.shared.RefusedException when the filter is none, or the template
     */
    static Sieve of(Reception reception, TriggerProperties properties) {
        JsonNode filter = reception.filter();
        Reception.Input input = reception.input();
        return new Sieve(
                filter == null ? null : EventPattern.of(filter),
                input == null ? null : InputTemplate.of(input, properties));
    }

    boolean wants(JsonNode event) {
        return filter == null || filter.matches(event);
    }

    /** What the function sees of it. */
    JsonNode shaped(JsonNode event, TriggerId trigger) {
        return template == null ? event : template.applied(event, trigger);
    }
}

package dev.meterlark.trigger.kafka;

import tools.jackson.databind.node.ObjectNode;

import java.util.function.Supplier;

/**
 * A record as an event.
 *
 * @param id by which an answer can name it
 * @param characters how long it is, written
 * @param smaller the same without its longest values; for one that is too large for a call
 */
record RecordEvent(
        String id, long offset, ObjectNode event, int characters, Supplier<ObjectNode> smaller) {

    static RecordEvent of(String id, long offset, ObjectNode event, Supplier<ObjectNode> smaller) {
        return new RecordEvent(id, offset, event, event.toString().length(), smaller);
    }

    RecordEvent reduced() {
        return of(id, offset, smaller.get(), smaller);
    }
}

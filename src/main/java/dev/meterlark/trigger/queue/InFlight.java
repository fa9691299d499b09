package dev.meterlark.trigger.queue;

import dev.meterlark.storage.queue.ReceivedMessage;

import tools.jackson.databind.node.ObjectNode;

/** A message that was received, and the record that a function gets of it. */
record InFlight(ReceivedMessage message, ObjectNode record) {

    String id() {
        return message.id().toString();
    }
}

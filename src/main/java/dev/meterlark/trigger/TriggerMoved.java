package dev.meterlark.trigger;

/**
 * A trigger was made, changed or deleted; sent inside the transaction, to be acted on after its
 * commit.
 */
record TriggerMoved(TriggerId id) {}

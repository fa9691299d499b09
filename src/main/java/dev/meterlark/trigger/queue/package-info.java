/**
 * Triggers of queues: messages are run while they are in flight, so that it is the queue that
 * brings them back, keeps the order of their groups, and gives them up to its dead-letter queue. Of
 * a trigger one node receives at a time; how much it runs at once follows what waits, up to a
 * bound.
 */
@NullMarked
package dev.meterlark.trigger.queue;

import org.jspecify.annotations.NullMarked;

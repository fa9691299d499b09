/**
 * Queues of messages: sent means committed. A message is received with a receipt that names its
 * epoch, and comes back when nobody settles it in time, so it is received at least once. Ordered
 * queues hand out the messages of a group one batch after the other. Any number of nodes work on
 * one database; none of them leads.
 */
@NullMarked
@NamedInterface("queue")
package dev.meterlark.storage.queue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

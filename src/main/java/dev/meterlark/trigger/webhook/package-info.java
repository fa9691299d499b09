/**
 * Triggers on webhooks: an address that nobody guesses, at which somebody outside tells of
 * something. What arrives is verified by its signature before anything else is done with it, and
 * accepted once for each delivery. Verifying is pure, by keys that are in memory; the address asks
 * no database but the queue that takes the call. Instants are the node's.
 */
@NullMarked
@NamedInterface("webhook")
package dev.meterlark.trigger.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

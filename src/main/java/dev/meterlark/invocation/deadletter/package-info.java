/**
 * Asynchronous calls that were given up on, each with its event, its reason and what it met: kept
 * for a time and within a bound, listed, and run again, one or many. It learns of them inside the
 * transaction that settles them. Instants are the queue's, so the database's.
 */
@NullMarked
@NamedInterface("deadletter")
package dev.meterlark.invocation.deadletter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

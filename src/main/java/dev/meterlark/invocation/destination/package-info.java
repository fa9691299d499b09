/**
 * Tells the ends of asynchronous calls where their functions' policies say: puts each into the
 * outbox inside the transaction that settles the call, and carries it from there. Owns no queue and
 * decides no end.
 */
@NullMarked
@NamedInterface("destination")
package dev.meterlark.invocation.destination;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

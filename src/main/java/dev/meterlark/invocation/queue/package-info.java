/**
 * The durable queue of asynchronous calls: accept, lease, run, settle. Accepted means committed. A
 * row is leased with an epoch, and every statement that settles it names the epoch, so that a lease
 * which ran out changes nothing. No transaction is open while a function runs. All times are the
 * database's. Any number of nodes work on one database; none of them leads.
 */
@NullMarked
@NamedInterface("queue")
package dev.meterlark.invocation.queue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/**
 * The listener for functions' own URLs: HTTP in, an event of AWS's payload format 2.0 to the
 * function, its answer out, as a whole or as it is produced. Whatever arrives was written by
 * strangers, and whatever a function answers by a tenant: both are bounded and checked here. Owns
 * the routes to functions; asks {@code edge} who is calling and {@code invocation} to run the call.
 * Nothing here waits for a database but the look-up of a key that was not seen lately.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"shared", "edge", "function::snapshot", "invocation", "worker"})
package dev.meterlark.ingress;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

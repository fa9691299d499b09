/**
 * How many sandboxes there should be: how long idle ones are kept, which are started before anyone
 * calls, which end first when room is wanted. Every decision is a function of facts, limits and the
 * time; one loop gathers facts and acts. Keeps nothing across a restart and needs no database.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "worker", "invocation"})
package dev.meterlark.scaling;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

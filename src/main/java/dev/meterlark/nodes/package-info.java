/**
 * The processes of this installation: how each stands now, and how it stood lately, as it said of
 * itself. Read by the operator alone; what is lost here costs nobody anything. Times are those of
 * the node's own clock.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "platform", "edge", "worker"})
package dev.meterlark.nodes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

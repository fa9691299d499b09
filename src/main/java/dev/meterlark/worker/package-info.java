/**
 * Sandboxes, their pool, the Runtime API inside them. Spoken to through Workers alone, whose
 * arguments and answers could be serialised: it will be a privileged process of its own. Knows no
 * account beyond its id.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "network"})
package dev.meterlark.worker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

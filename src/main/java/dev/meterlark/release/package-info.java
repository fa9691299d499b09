/**
 * Aliases that move from one version to another in steps over time, and go back by themselves when
 * the new one does badly. Owns the plan and its progress; the alias itself is the function
 * module's. Each step is one transaction that locks the function first: however many nodes look,
 * one takes it, and a node that dies has taken none or all of it. Instants are UTC, of the node
 * that looks.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "edge", "account", "function", "metering"})
package dev.meterlark.release;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

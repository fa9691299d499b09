/**
 * Functions, their configuration and sealed environment, and the code packages they run. Publishes
 * FunctionSnapshot to the data plane through the named interface snapshot. Owns no calls.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "platform", "edge", "account"})
package dev.meterlark.function;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

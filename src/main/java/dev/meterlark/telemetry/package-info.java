/**
 * Logs and history of calls, kept for people: losing a line here costs nobody money. The ledger
 * that does count belongs to metering.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "platform", "edge", "invocation"})
package dev.meterlark.telemetry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

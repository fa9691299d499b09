/**
 * Logs and history of calls, for people. What is kept here costs nobody money when it is lost; the
 * history's figures are read from the ledger, which does count and belongs to metering.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"shared", "platform", "edge", "account", "invocation", "metering"})
package dev.meterlark.telemetry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The usage ledger: what each attempt consumed, keyed by (invocation, attempt), never changed after
 * it is written. It sets no prices. Instants are UTC, durations monotonic.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "platform",
            "edge",
            "function::snapshot",
            "invocation",
            "worker"
        })
package dev.meterlark.metering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

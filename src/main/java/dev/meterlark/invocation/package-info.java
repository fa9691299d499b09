/**
 * The front door of every call: admit, route, run, settle, answer; and the append-only journal that
 * a record reaches before its caller has the answer. No JPA here: snapshots come down, records go
 * up.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "network",
            "platform",
            "edge",
            "function::snapshot",
            "worker"
        })
package dev.meterlark.invocation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

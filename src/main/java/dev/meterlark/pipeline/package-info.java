/**
 * Pipelines: functions composed into one, with a name of their own, changed and published like
 * functions. Publishes snapshots to the data plane, which runs them. Owns no calls.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "platform",
            "edge",
            "account",
            "function",
            "function::snapshot"
        })
package dev.meterlark.pipeline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

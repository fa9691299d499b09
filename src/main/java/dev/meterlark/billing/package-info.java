/**
 * Plans, price books and rating; implements invocation.SpendGuard and storage.StorageGuard, so that
 * the price on a call and the price in usage are one computation, and telemetry.Retention. Owns no
 * usage.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "platform",
            "edge",
            "account",
            "function::snapshot",
            "metering",
            "invocation",
            "storage",
            "storage::topic",
            "telemetry"
        })
package dev.meterlark.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

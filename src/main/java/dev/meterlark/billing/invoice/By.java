package dev.meterlark.billing.invoice;

import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Who bills, and when.
 *
 * @param operator null for the platform itself
 */
record By(@Nullable Caller operator, Instant at) {

    static By itself(Instant at) {
        return new By(null, at);
    }
}

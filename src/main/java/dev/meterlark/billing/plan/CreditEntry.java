package dev.meterlark.billing.plan;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What made a credit more or less.
 *
 * @param amount what it adds
 * @param invoice what it paid, or paid and was given back
 */
record CreditEntry(
        CreditId credit,
        Kind kind,
        BigDecimal amount,
        @Nullable String invoice,
        String reason,
        String madeBy,
        Instant madeAt) {

    enum Kind {
        GRANTED,
        USED,

        /** The invoice that it paid became void. */
        RETURNED,
        ADJUSTED
    }
}

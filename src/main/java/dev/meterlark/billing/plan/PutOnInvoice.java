package dev.meterlark.billing.plan;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A charge as the operator sees it.
 *
 * @param description as the invoice says it
 * @param invoice that it is on; null while it waits for the next one
 */
public record PutOnInvoice(
        String id,
        String description,
        Money amount,
        String reason,
        String madeBy,
        Instant madeAt,
        @Nullable String invoice) {}

package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * Money that came in for an invoice.
 *
 * @param reference what the one who moved it calls it; null when it has no name
 * @param valued the day on which it came
 */
record Incoming(
        AccountId account,
        String invoice,
        Money amount,
        String provider,
        @Nullable String reference,
        @Nullable String note,
        Actor actor,
        LocalDate valued) {}

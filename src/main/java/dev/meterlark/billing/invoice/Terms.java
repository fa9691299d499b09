package dev.meterlark.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * How it is to be paid.
 *
 * @param days from issue to due
 * @param text one sentence for people
 */
public record Terms(
        @Nullable String iban,
        @Nullable String bic,
        @Nullable String bank,
        int days,
        String text) {}

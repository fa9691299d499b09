package dev.meterlark.billing.invoice;

import dev.meterlark.shared.BillingPeriod;

/**
 * How far a month is.
 *
 * @param whole whether every account was looked at
 */
public record CloseProgress(
        BillingPeriod period, long billed, long nothingToBill, long parked, boolean whole) {}

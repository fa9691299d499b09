package dev.meterlark.billing.payment;

import java.time.ZoneId;

/** Where a day of billing begins. */
record BillingDays(ZoneId zone) {}

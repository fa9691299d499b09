package dev.meterlark.billing.invoice;

import dev.meterlark.shared.AccountId;

import java.time.Instant;

/**
 * An account as far as billing has to know it; closed ones too, for their last months.
 *
 * @param number its 12 digits
 */
record KnownAccount(AccountId id, String number, String name, Instant createdAt) {}

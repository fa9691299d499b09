package dev.meterlark.billing.budget;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import java.time.Instant;
import java.util.List;

/** Which prices an account's month is under. */
interface Books {

    BillingPeriod periodAt(Instant instant);

    /** All of the month, in order and without a gap. */
    List<Stretch> of(AccountId account, BillingPeriod period);
}

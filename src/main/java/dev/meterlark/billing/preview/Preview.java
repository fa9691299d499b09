package dev.meterlark.billing.preview;

import dev.meterlark.account.AccountIdentity;

/**
 * What one account's month would have come to, as if nothing of it had been billed: with the
 * coupons that were in use in it, and with the tax and the credits of today.
 *
 * @param asItWas under the plans that it was on
 * @param asItWouldBe under the prices that are looked at
 */
public record Preview(AccountIdentity account, MonthCost asItWas, MonthCost asItWouldBe) {}

package dev.meterlark.billing.preview;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.shared.Money;

/**
 * What one account's month would have come to. Discounts, tax and credits are left out of both.
 *
 * @param asItWas under the plans that it was on
 * @param asItWouldBe under the prices that are looked at
 */
public record Preview(AccountIdentity account, Money asItWas, Money asItWouldBe) {}

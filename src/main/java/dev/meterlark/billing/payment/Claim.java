package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

/**
 * What a provider is to collect.
 *
 * @param open what the invoice still asks for
 */
public record Claim(AccountId account, String invoice, Money open) {}

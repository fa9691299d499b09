package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

/** The operator changed what the account may use at once. */
public record AccountLimited(AccountId account) {}

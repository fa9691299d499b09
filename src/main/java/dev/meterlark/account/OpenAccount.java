package dev.meterlark.account;

import dev.meterlark.shared.AccountLimits;

/** An account whose functions may be called, as the data plane needs to know it. */
public record OpenAccount(AccountIdentity identity, AccountLimits limits) {}

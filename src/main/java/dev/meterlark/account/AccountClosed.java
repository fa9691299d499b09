package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

/** An account is closed for good. */
public record AccountClosed(AccountId account) {}

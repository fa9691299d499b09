package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

/** A suspended account works again. */
public record AccountReopened(AccountId account) {}

package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

/**
 * The operator stopped an account: its keys and members are refused from now on, and its functions
 * are not to be called.
 */
public record AccountSuspended(AccountId account) {}

package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import java.time.Instant;

/** There is a new account; told in the transaction that makes it, when its row is there. */
public record AccountOpened(AccountId account, Instant at) {}

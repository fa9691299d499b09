package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

/**
 * How an account is named: by people, in host names, and by AWS tools.
 *
 * @param slug the unique DNS label
 * @param number the 12-digit AWS account id
 */
public record AccountIdentity(AccountId id, String name, String slug, String number) {}

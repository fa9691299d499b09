package dev.meterlark.account;

/**
 * One of the accounts that a person may choose from.
 *
 * @param role the person's in it
 */
public record AccountOfPerson(AccountIdentity identity, String role) {}

package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;

/**
 * A new account with its first key, whose secret is shown this once.
 *
 * @param owner for a session that begins at once
 * @param operator whether the account is the operator's
 */
public record SignedUp(
        AccountIdentity account, SignedIn owner, NewApiKey apiKey, boolean operator) {}

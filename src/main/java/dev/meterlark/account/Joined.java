package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;

/**
 * A membership that began by accepting an invitation.
 *
 * @param person for a session that begins at once
 */
public record Joined(AccountIdentity account, SignedIn person, String role) {}

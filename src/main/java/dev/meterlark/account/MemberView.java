package dev.meterlark.account;

import dev.meterlark.shared.PersonId;

import java.time.Instant;

/**
 * A person in an account.
 *
 * @param role owner, developer, billing or viewer
 */
public record MemberView(PersonId person, String email, String role, Instant joinedAt) {}

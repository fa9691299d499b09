package dev.meterlark.account;

import java.time.Instant;
import java.util.UUID;

/**
 * An invitation that was not accepted yet.
 *
 * @param role owner, developer, billing or viewer
 */
public record InvitationView(
        UUID id, String email, String role, Instant createdAt, Instant expiresAt) {}

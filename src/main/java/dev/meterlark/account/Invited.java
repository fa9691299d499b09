package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

/**
 * @param link to hand on by other means; null when it went out by mail
 */
public record Invited(InvitationView invitation, @Nullable OneTimeLink link) {}

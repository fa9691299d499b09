package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

/**
 * Whom an identity provider vouches for.
 *
 * @param subject how the provider calls the person, for good
 * @param email null when the provider does not say it, or does not vouch for it
 * @param name as people write it; null when the provider does not say it
 */
public record ProvenIdentity(
        String issuer, String subject, @Nullable String email, @Nullable String name) {}

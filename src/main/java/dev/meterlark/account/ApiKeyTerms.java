package dev.meterlark.account;

import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/** What a new key is called, may do, and until when. */
record ApiKeyTerms(String name, Set<Permission> scopes, @Nullable Instant expiresAt) {}

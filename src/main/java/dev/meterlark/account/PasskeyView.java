package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A passkey of a person.
 *
 * @param usedAt null before its first use
 */
public record PasskeyView(UUID id, String name, Instant madeAt, @Nullable Instant usedAt) {}

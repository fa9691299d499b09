package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * An entry that was not delivered yet, as its account sees it.
 *
 * @param attempts that were begun
 * @param nextAttemptAt null when it is parked
 * @param trouble what the last attempt met; empty when there was none
 * @param parkedAt null while it is still carried
 */
public record Delivery(
        UUID id,
        String about,
        int attempts,
        Instant putAt,
        @Nullable Instant nextAttemptAt,
        String trouble,
        @Nullable Instant parkedAt) {}

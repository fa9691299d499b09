package dev.meterlark.function;

import java.time.Instant;

/**
 * An event that is kept to call a function with, but for what it says.
 *
 * @param bytes of its text, in UTF-8
 * @param savedBy who did: a member or an API key
 */
public record SavedEvent(
        String name, String contentType, int bytes, Instant savedAt, String savedBy) {}

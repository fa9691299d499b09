package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a new version.
 *
 * @param description null for the function's own
 * @param digest of the code that is meant; refused when the function has another by then. Null for
 *     whatever it has
 */
public record VersionWishes(@Nullable String description, @Nullable String digest) {

    public static final VersionWishes NONE = new VersionWishes(null, null);
}

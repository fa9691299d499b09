package dev.meterlark.function.snapshot;

import java.util.UUID;

/**
 * Stands for tags that an account's functions have or had, all of them together. The same tags have
 * the same id; what it stands for never changes and is never forgotten.
 */
public record TagSetId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}

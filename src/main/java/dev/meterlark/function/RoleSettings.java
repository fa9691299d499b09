package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a caller wants a function to be allowed.
 *
 * @param permissions as API keys have them as scopes
 * @param functions names, or {@code *} alone for all; needed when a permission is about functions
 * @param revision that the role must have, or the change is refused; usually whatever it has
 */
public record RoleSettings(
        @Nullable List<@Nullable String> permissions,
        @Nullable List<@Nullable String> functions,
        @Nullable Long revision) {}

package dev.meterlark.function;

import java.util.List;

/**
 * What a function may do with the platform, as its members see it.
 *
 * @param permissions empty for nothing
 * @param functions the names that its permissions are about, or {@code *} alone for all
 * @param revision its own; 0 before it is given any
 */
public record RoleView(
        String name, List<String> permissions, List<String> functions, long revision) {}

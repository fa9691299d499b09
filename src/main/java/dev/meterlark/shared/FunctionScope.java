package dev.meterlark.shared;

import java.util.Set;

/**
 * Some functions of an account, by name.
 *
 * @param all whether it is every one of them, also those that are yet to come
 * @param names empty when it is all
 */
public record FunctionScope(boolean all, Set<String> names) {

    public static final FunctionScope ALL = new FunctionScope(true, Set.of());

    public FunctionScope {
        names = Set.copyOf(names);
        if (all && !names.isEmpty()) {
            throw new IllegalArgumentException("all functions, and some by name: " + names);
        }
    }

    public static FunctionScope of(Set<String> names) {
        return new FunctionScope(false, names);
    }

    public boolean covers(String function) {
        return all || names.contains(function);
    }

    public boolean covers(FunctionScope other) {
        return all || !other.all && names.containsAll(other.names);
    }
}

package dev.meterlark.function;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Whoever keeps the name of a function, a version or an alias: asked before that is deleted, while
 * the function is locked. See {@link References} for the other side.
 */
public interface PointsAt {

    /**
     * Texts for people, such as {@code pipeline orders}; empty when nothing points there.
     *
     * @param qualifier a version or an alias; null for the function, by whatever qualifier
     */
    List<String> at(AccountId account, String function, @Nullable String qualifier);
}

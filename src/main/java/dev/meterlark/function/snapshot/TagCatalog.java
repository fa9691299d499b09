package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;

import java.util.Map;
import java.util.Set;

/** What the sets of tags stand for that an account's usage was recorded with. */
public interface TagCatalog {

    /**
     * Each with its names in order, also those that no function has any more; those that are
     * another account's are missing.
     */
    Map<TagSetId, Map<String, String>> tags(AccountId account, Set<TagSetId> sets);
}

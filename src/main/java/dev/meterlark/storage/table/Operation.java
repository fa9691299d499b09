package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

/** One thing to do with one item. */
public sealed interface Operation {

    String key();

    record Get(String key) implements Operation {}

    /**
     * @param expiresIn seconds; null for when the document says, or never
     */
    record Put(String key, Document document, Condition condition, @Nullable Long expiresIn)
            implements Operation {}

    record Delete(String key, Condition condition) implements Operation {}
}

package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** An operation that may be done as it is. */
sealed interface Step {

    ItemKey key();

    default Condition condition() {
        return new Condition.Always();
    }

    record Get(ItemKey key) implements Step {}

    /**
     * @param indexKey null when the table's index does not show it
     * @param expiresAt null for never
     */
    record Put(
            ItemKey key,
            Document document,
            @Override Condition condition,
            byte @Nullable [] indexKey,
            @Nullable Instant expiresAt)
            implements Step {}

    record Delete(ItemKey key, @Override Condition condition) implements Step {}
}

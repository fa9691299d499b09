package dev.meterlark.console.storage;

import dev.meterlark.console.FunctionText;
import dev.meterlark.console.Show;
import dev.meterlark.storage.bucket.ObjectFacts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An object as a row of a table.
 *
 * @param name what of its key is shown: a key may hold what turns or hides text
 */
record ObjectRow(String key, String name, String size, String type, Instant changedAt) {

    /**
     * The key as one word for a shell, whatever is in it; null where it holds what a terminal would
     * obey or hide.
     */
    public @Nullable String quoted() {
        return FunctionText.plain(key).equals(key) && !key.contains("\n")
                ? "'" + key.replace("'", "'\\''") + "'"
                : null;
    }

    /**
     * @param prefix what is not shown of the key
     */
    static ObjectRow of(ObjectFacts facts, String prefix) {
        return new ObjectRow(
                facts.key(),
                FunctionText.plain(facts.key().substring(prefix.length())),
                Show.bytes(facts.size()),
                facts.contentType(),
                facts.changedAt());
    }
}

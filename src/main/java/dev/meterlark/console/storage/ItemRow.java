package dev.meterlark.console.storage;

import dev.meterlark.console.FunctionText;
import dev.meterlark.console.JsonLines;
import dev.meterlark.storage.table.Document;
import dev.meterlark.storage.table.Item;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An item as a row of a table.
 *
 * @param name what of its key is shown: a key may hold what turns or hides text
 * @param preview the beginning of its document
 */
record ItemRow(
        String key,
        String name,
        long version,
        String preview,
        @Nullable Instant expiresAt,
        Instant changedAt) {

    private static final int PREVIEW = 200;

    /** An item may have 400 KB, and set out in lines a few times that. */
    private static final int LONGEST = 4 * 1024 * 1024;

    static ItemRow of(Item item) {
        String text = item.document().text();
        String begun = text.length() <= PREVIEW ? text : text.substring(0, PREVIEW) + "…";
        return new ItemRow(
                item.key(),
                FunctionText.plain(item.key()),
                item.version(),
                FunctionText.plain(begun),
                item.expiresAt(),
                item.changedAt());
    }

    /** As somebody would type it, with the digits and escapes that it came with. */
    static String lines(Document document) {
        return JsonLines.of(document.text(), LONGEST);
    }
}

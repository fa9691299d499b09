package dev.meterlark.console.storage;

import dev.meterlark.storage.table.Condition;
import dev.meterlark.storage.table.Document;
import dev.meterlark.storage.table.Item;
import dev.meterlark.storage.table.Operation;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What is typed for an item.
 *
 * @param version that it is held to; null for one that is not there yet
 * @param expiresIn seconds; null for when the document says, or never
 */
record ItemForm(
        @Nullable String key,
        @Nullable Long version,
        @Nullable String document,
        @Nullable Long expiresIn) {

    static final ItemForm BLANK = new ItemForm("", null, "{\n  \n}", null);

    static ItemForm of(Item item) {
        return new ItemForm(item.key(), item.version(), ItemRow.lines(item.document()), null);
    }

    public String keyText() {
        return key == null ? "" : key;
    }

    /**
     * @throws dev.meterlark.shared.RefusedException when what was typed is no document
     */
    Operation.Put put() {
        String text = document == null ? "" : document;
        return new Operation.Put(
                keyText(),
                Document.parse(text.getBytes(StandardCharsets.UTF_8)),
                version == null ? new Condition.Absent() : new Condition.OneOf(Set.of(version)),
                expiresIn);
    }

    /** The same, to be put over what is there by now. */
    ItemForm over(@Nullable Item theirs) {
        return new ItemForm(
                key, theirs == null ? null : Long.valueOf(theirs.version()), document, expiresIn);
    }
}

package dev.meterlark.console.storage;

import dev.meterlark.storage.table.Condition;
import dev.meterlark.storage.table.Document;
import dev.meterlark.storage.table.Item;
import dev.meterlark.storage.table.Operation;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What is typed for an item.
 *
 * @param version that it is held to; null for one that is not there yet
 * @param expiresIn seconds; null for what {@code until} says
 * @param until when it expires already, as ISO 8601, where that is to stay; null for when the
 *     document says, or never
 */
record ItemForm(
        @Nullable String key,
        @Nullable Long version,
        @Nullable String document,
        @Nullable Long expiresIn,
        @Nullable String until) {

    static final ItemForm BLANK = new ItemForm("", null, "{\n  \n}", null, null);

    /**
     * @param ttl the member of documents that says when they expire; null for none
     */
    static ItemForm of(Item item, @Nullable String ttl) {
        return new ItemForm(
                item.key(),
                item.version(),
                ItemRow.lines(item.document()),
                null,
                ownExpiry(item, ttl));
    }

    public String keyText() {
        return key == null ? "" : key;
    }

    /**
     * @throws dev.meterlark.shared.RefusedException when what was typed is no document
     */
    Operation.Put put(Instant now) {
        String text = document == null ? "" : document;
        return new Operation.Put(
                keyText(),
                Document.parse(text.getBytes(StandardCharsets.UTF_8)),
                version == null ? new Condition.Absent() : new Condition.OneOf(Set.of(version)),
                expiresIn == null ? left(now) : expiresIn);
    }

    /** The same, to be put over what is there by now. */
    ItemForm over(@Nullable Item theirs, @Nullable String ttl) {
        return new ItemForm(
                key,
                theirs == null ? null : Long.valueOf(theirs.version()),
                document,
                expiresIn,
                theirs == null ? null : ownExpiry(theirs, ttl));
    }

    /** Where the document says nothing of it: a change of that alone must not undo it. */
    private static @Nullable String ownExpiry(Item item, @Nullable String ttl) {
        Instant expiry = item.expiresAt();
        boolean saidByDocument =
                ttl != null
                        && !item.document().tree().at("/" + ttl.replace('.', '/')).isMissingNode();
        return expiry == null || saidByDocument ? null : expiry.toString();
    }

    /** Whole seconds, and one at least: what has expired meanwhile is refused as gone. */
    private @Nullable Long left(Instant now) {
        try {
            return until == null || until.isBlank()
                    ? null
                    : Math.max(
                            1,
                            Math.ceilDiv(
                                    Duration.between(now, Instant.parse(until)).toMillis(),
                                    1_000L));
        } catch (DateTimeException e) {
            return null;
        }
    }
}

package dev.meterlark.billing.plan;

import dev.meterlark.billing.rating.PriceBook;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A price book and when it holds.
 *
 * @param effectiveFrom a whole hour, from which on it holds until the next one of its plan does;
 *     null of a draft
 */
public record DatedBook(PriceBook book, @Nullable Instant effectiveFrom, Instant createdAt) {

    public boolean isDraft() {
        return effectiveFrom == null;
    }

    /** Whether its time has come: then it never changes any more. */
    public boolean inForce(Instant now) {
        return effectiveFrom != null && !effectiveFrom.isAfter(now);
    }

    /** What it is called in lists: {@code draft}, {@code scheduled} or {@code published}. */
    public String state(Instant now) {
        return isDraft() ? "draft" : inForce(now) ? "published" : "scheduled";
    }
}

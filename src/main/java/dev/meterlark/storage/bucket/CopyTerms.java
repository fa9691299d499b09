package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

/**
 * How an object is copied.
 *
 * @param replaced what is said of the copy instead of what is said of the original; null when that
 *     is kept. Of these terms, length and digests say nothing
 * @param checksum that the copy is to have; null for the original's
 * @param onlyNew refused when there is something under the new key already
 * @param ifMatch refused unless what is there has this ETag; null for anything or nothing
 */
public record CopyTerms(
        @Nullable ObjectTerms replaced,
        @Nullable ChecksumAlgorithm checksum,
        boolean onlyNew,
        @Nullable String ifMatch) {

    /** As it was, over whatever is there. */
    public static final CopyTerms AS_IT_WAS = new CopyTerms(null, null, false, null);

    Wanted wanted() {
        return new Wanted(onlyNew, ifMatch);
    }
}

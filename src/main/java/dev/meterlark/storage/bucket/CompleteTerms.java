package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

/**
 * What is said when an upload is completed.
 *
 * @param size of the whole object; null when it is not said
 * @param checksum of the whole, in its form; null when it is not said
 * @param onlyNew refused when there is an object under the key already
 * @param ifMatch refused unless what is there has this ETag; null for anything or nothing
 */
public record CompleteTerms(
        @Nullable Long size, @Nullable String checksum, boolean onlyNew, @Nullable String ifMatch) {

    public static final CompleteTerms NONE = new CompleteTerms(null, null, false, null);

    Wanted wanted() {
        return new Wanted(onlyNew, ifMatch);
    }
}

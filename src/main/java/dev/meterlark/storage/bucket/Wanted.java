package dev.meterlark.storage.bucket;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What has to be under a key for it to be written.
 *
 * @param onlyNew nothing
 * @param ifMatch something with this ETag; null for anything or nothing
 */
record Wanted(boolean onlyNew, @Nullable String ifMatch) {

    void require(Optional<Stored> there) {
        if (onlyNew && there.isPresent()) {
            throw new RefusedException(
                    ErrorCode.PRECONDITION, "there is an object with this key already");
        }
        String etag = ifMatch;
        if (etag != null && there.filter(old -> matches(etag, old.etag())).isEmpty()) {
            throw new RefusedException(
                    ErrorCode.PRECONDITION,
                    "the object has not the ETag %s".formatted(Shown.text(etag)));
        }
    }

    private static boolean matches(String wanted, String etag) {
        return wanted.equals("*") || wanted.replace("\"", "").equals(etag);
    }
}

package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What is said with the bytes of an object.
 *
 * @param length of the bytes, when it is known before; else -1
 * @param md5 what the bytes have to have, in base64; null when it is not said
 * @param checksum that is looked at and kept; null for none
 * @param onlyNew refused when there is such an object already
 * @param ifMatch refused unless the object that is there has this ETag; null for any or none
 */
public record ObjectTerms(
        String contentType,
        Map<String, String> metadata,
        StandardHeaders headers,
        long length,
        @Nullable String md5,
        @Nullable ChecksumTerms checksum,
        boolean onlyNew,
        @Nullable String ifMatch) {

    public ObjectTerms {
        metadata = Map.copyOf(metadata);
    }

    public ObjectTerms(
            String contentType,
            Map<String, String> metadata,
            long length,
            @Nullable String md5,
            boolean onlyNew,
            @Nullable String ifMatch) {
        this(contentType, metadata, StandardHeaders.NONE, length, md5, null, onlyNew, ifMatch);
    }

    public static ObjectTerms of(String contentType, long length) {
        return new ObjectTerms(contentType, Map.of(), length, null, false, null);
    }

    Wanted wanted() {
        return new Wanted(onlyNew, ifMatch);
    }
}

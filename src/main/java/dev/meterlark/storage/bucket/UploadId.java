package dev.meterlark.storage.bucket;

import dev.meterlark.shared.RefusedException;

import java.util.UUID;

/** An upload in parts, by a random id. */
public record UploadId(UUID value) {

    static UploadId random() {
        return new UploadId(UUID.randomUUID());
    }

    /**
     * @throws RefusedException as for one that is not there
     */
    public static UploadId parse(String text) {
        try {
            UUID value = UUID.fromString(text);
            if (value.toString().equals(text)) {
                return new UploadId(value);
            }
        } catch (IllegalArgumentException e) {
            throw Uploads.unknown();
        }
        throw Uploads.unknown();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

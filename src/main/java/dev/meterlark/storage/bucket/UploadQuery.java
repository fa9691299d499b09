package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

/**
 * Which of a bucket's uploads are wanted.
 *
 * @param prefix of their keys
 * @param afterKey those with greater keys, and of this one those that {@code afterUpload} says;
 *     null from the beginning
 * @param afterUpload those with greater ids; null for none of that key
 * @param limit at most a thousand
 */
public record UploadQuery(
        String prefix, @Nullable String afterKey, @Nullable UploadId afterUpload, int limit) {}

package dev.meterlark.storage.bucket;

/** An upload, and where its object will be. */
public record UploadPlace(String bucket, String key, UploadId upload) {}

package dev.meterlark.storage.bucket;

/** Where an object is, or will be, in an account. */
public record ObjectPlace(String bucket, String key) {}

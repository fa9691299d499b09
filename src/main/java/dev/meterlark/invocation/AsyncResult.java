package dev.meterlark.invocation;

/**
 * @param contentType as the function said; fit for a header
 */
public record AsyncResult(byte[] payload, String contentType) {}

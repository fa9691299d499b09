package dev.meterlark.worker.sandbox;

/**
 * A stretch of standard output and error, as bytes the tenant chose.
 *
 * @param droppedBytes printed beyond the bounds and not kept
 */
public record Printed(byte[] bytes, long droppedBytes) {}

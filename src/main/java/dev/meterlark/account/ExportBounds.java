package dev.meterlark.account;

/**
 * How much of what may be without end goes into an export.
 *
 * @param objectBytes bytes of objects of all buckets together
 * @param messagesPerQueue the oldest of each queue
 * @param logBytes bytes of lines of logs, from the oldest that are kept
 */
public record ExportBounds(long objectBytes, int messagesPerQueue, long logBytes) {}

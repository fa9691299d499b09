package dev.meterlark.function.snapshot;

/**
 * A version of a function was made or changed; sent inside the transaction, to be acted on after
 * its commit.
 */
public record FunctionPublished(FunctionSnapshot snapshot) {}

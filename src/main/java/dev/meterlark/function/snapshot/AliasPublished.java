package dev.meterlark.function.snapshot;

/** An alias was made or moved; sent inside the transaction, to be acted on after its commit. */
public record AliasPublished(AliasSnapshot snapshot) {}

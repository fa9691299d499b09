package dev.meterlark.function.snapshot;

/**
 * A runtime that functions can be made for.
 *
 * @param name exact, as functions keep it: {@code nodejs20}
 * @param family what it may be asked for as: {@code nodejs}
 * @param version what the runtime says of itself: {@code v20.20.2}
 */
public record OfferedRuntime(String name, String family, String version) {}

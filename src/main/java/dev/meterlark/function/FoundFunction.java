package dev.meterlark.function;

import dev.meterlark.shared.FunctionId;

import java.time.Instant;

/** What lists are put in order by, of a function that a search found. */
public record FoundFunction(FunctionId id, String name, boolean hasCode, Instant changedAt) {}

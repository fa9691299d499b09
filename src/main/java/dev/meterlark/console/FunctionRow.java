package dev.meterlark.console;

import java.time.Instant;

/** A function as a row of a table, with its month to date. */
record FunctionRow(
        String name,
        String runtime,
        boolean hasCode,
        Instant changedAt,
        String calls,
        String errors,
        boolean failing,
        String price) {}

package dev.meterlark.wasmhost;

import java.util.List;

/**
 * All that one call can see and touch beside its own memory.
 *
 * @param arguments the first is its name
 * @param environment as {@code NAME=value}
 */
record Guest(
        List<String> arguments,
        List<String> environment,
        Descriptors descriptors,
        Answer answer,
        Log log) {}

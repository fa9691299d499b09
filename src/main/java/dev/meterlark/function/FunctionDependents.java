package dev.meterlark.function;

import java.util.List;

/**
 * What depends on a function, for whoever is about to delete it.
 *
 * @param pointing what keeps it from being deleted until that points elsewhere, such as {@code
 *     pipeline orders}
 * @param paused what is paused when it is deleted, such as {@code queue trigger of orders}
 * @param versions how many of them go with it
 * @param aliases how many of them go with it
 */
public record FunctionDependents(
        String name, List<String> pointing, List<String> paused, long versions, long aliases) {}

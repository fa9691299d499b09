package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;

/**
 * Which function is meant, in the words of whoever calls it.
 *
 * @param qualifier a version or an alias; {@link #LATEST} is the editable version
 */
public record FunctionRef(String name, String qualifier) {

    public static final String LATEST = FunctionSnapshot.LATEST;

    public static FunctionRef latest(String name) {
        return new FunctionRef(name, LATEST);
    }
}

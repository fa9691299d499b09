package dev.meterlark.invocation;

/**
 * Which function is meant, in the words of whoever calls it.
 *
 * @param qualifier a version; {@link #LATEST} is the editable one
 */
public record FunctionRef(String name, String qualifier) {

    public static final String LATEST = "$LATEST";

    public static FunctionRef latest(String name) {
        return new FunctionRef(name, LATEST);
    }
}

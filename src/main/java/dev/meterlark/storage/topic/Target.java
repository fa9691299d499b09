package dev.meterlark.storage.topic;

/**
 * Whom a subscription names.
 *
 * @param name of a function or pipeline, or a web address
 * @param qualifier a version or an alias; {@code $LATEST} where there is none to choose
 */
public record Target(String name, String qualifier) {

    static final String LATEST = "$LATEST";

    /** As it is kept: no name of a function or pipeline has a space, and no web address. */
    String text() {
        return qualifier.equals(LATEST) ? name : name + " " + qualifier;
    }

    static Target read(String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? new Target(text, LATEST)
                : new Target(text.substring(0, space), text.substring(space + 1));
    }
}

package dev.meterlark.ingress;

import org.jspecify.annotations.Nullable;

/**
 * What a request is for.
 *
 * @param route null when nothing is there; who asks must not learn that before others would
 * @param host as sent, without port
 * @param path as sent, without what only leads to the function
 * @param prefix what was taken off the path: empty under a host name of the function's own
 * @param guessable whether the address is made of names that a stranger could guess
 */
record Target(@Nullable Route route, String host, String path, String prefix, boolean guessable) {

    static final Target NOTHING = new Target(null, "", "/", "", true);

    /** Whether all functions share this origin. */
    boolean shared() {
        return !prefix.isEmpty();
    }
}

package dev.meterlark.ingress;

import org.jspecify.annotations.Nullable;

/**
 * What a request is for.
 *
 * @param served null when nothing is there; who asks must not learn that before others would
 * @param host as sent, without port
 * @param path as sent, without what only leads to the function
 * @param prefix what was taken off the path: empty under a host name of the function's own
 * @param guessable whether the address is made of names that a stranger could guess
 * @param amongRoutes whether it is where the routes of an account are, which are no secret
 */
record Target(
        @Nullable Served served,
        String host,
        String path,
        String prefix,
        boolean guessable,
        boolean amongRoutes) {

    static final Target NOTHING = new Target(null, "", "/", "", true);

    /** Where functions have their own addresses. */
    Target(@Nullable Served served, String host, String path, String prefix, boolean guessable) {
        this(served, host, path, prefix, guessable, false);
    }

    /** The function that is asked by its own address; null when none is. */
    @Nullable Route route() {
        return served instanceof Route route ? route : null;
    }

    /** Whether all functions share this origin. */
    boolean shared() {
        return !prefix.isEmpty();
    }
}

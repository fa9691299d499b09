package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.invocation.FunctionRef;

import org.jspecify.annotations.Nullable;

/**
 * A method and a path of an account, and what answers there.
 *
 * @param id of its own, the same over all changes
 * @param method in capitals, or {@link #ANY}
 * @param written the path as it was written
 * @param function or pipeline that is called, with a version or an alias
 * @param access who may ask
 * @param cors null when the function answers web pages of other origins itself
 * @param rates how often
 * @param body what a body has to be; null for anything
 */
public record HttpRoute(
        String id,
        String method,
        String written,
        PathTemplate path,
        FunctionRef function,
        RouteAccess access,
        @Nullable Cors cors,
        RouteRates rates,
        @Nullable BodyRule body) {

    public static final String ANY = "ANY";

    /** As in {@code routeKey} of an event. */
    public String key() {
        return method + " " + written;
    }
}

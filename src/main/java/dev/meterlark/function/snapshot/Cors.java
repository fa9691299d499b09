package dev.meterlark.function.snapshot;

import java.util.List;

/**
 * From which web pages a function's URL may be asked, as AWS's {@code Cors}; all of it checked.
 *
 * @param allowOrigins {@code https://shop.example}, or {@code *} for any
 * @param allowMethods {@code GET}, or {@code *} for any
 * @param allowHeaders of requests, in lower case, or {@code *} for any
 * @param exposeHeaders of answers, or {@code *} for any
 * @param allowCredentials whether pages may send cookies; never with any origin
 * @param maxAge seconds that a browser may remember all this
 */
public record Cors(
        List<String> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        boolean allowCredentials,
        int maxAge) {

    public Cors {
        allowOrigins = List.copyOf(allowOrigins);
        allowMethods = List.copyOf(allowMethods);
        allowHeaders = List.copyOf(allowHeaders);
        exposeHeaders = List.copyOf(exposeHeaders);
    }
}

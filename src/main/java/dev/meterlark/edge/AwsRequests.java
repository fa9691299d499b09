package dev.meterlark.edge;

import dev.meterlark.shared.SandboxHop;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what AWS's tools ask from everything else that comes to the same address: by the dated path
 * that some services have, and at the root by the service that it is signed for or by its target.
 */
final class AwsRequests {

    private static final Pattern DATED = Pattern.compile("/20[0-9]{2}-[0-9]{2}-[0-9]{2}/.*");
    private static final Pattern SCOPED =
            Pattern.compile("[^/,]*/[0-9]{8}/[^/,]*/([a-z0-9-]{1,32})/aws4_request.*");
    private static final String CREDENTIAL = "Credential=";

    private AwsRequests() {}

    /**
     * Nothing else that is served is under such an address: whoever signs a request for the console
     * or the actuator comes to their own doors.
     */
    static boolean isOne(HttpServletRequest request) {
        String path = request.getRequestURI();
        return DATED.matcher(path).matches()
                || path.equals("/")
                        && request.getMethod().equals("POST")
                        && (service(request).isPresent()
                                || isSigned(request)
                                || request.getHeader("X-Amz-Target") != null);
    }

    /** In the Authorization header, or in the query. */
    static boolean isSigned(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        String query = request.getQueryString();
        return authorization != null && authorization.startsWith("AWS4-")
                || query != null && query.contains("X-Amz-Algorithm=");
    }

    /** What it is signed for; empty when it is not. */
    static Optional<String> service(HttpServletRequest request) {
        if (FunctionDoor.isThrough(request)) {
            return Optional.ofNullable(request.getHeader(SandboxHop.SERVICE));
        }
        return scoped(request.getHeader("Authorization"));
    }

    private static Optional<String> scoped(@Nullable String authorization) {
        int at = authorization == null ? -1 : authorization.indexOf(CREDENTIAL);
        if (authorization == null || at < 0 || !authorization.startsWith("AWS4-")) {
            return Optional.empty();
        }
        Matcher scope = SCOPED.matcher(authorization.substring(at + CREDENTIAL.length()));
        return scope.matches() ? Optional.of(scope.group(1)) : Optional.empty();
    }
}

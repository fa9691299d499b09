package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
    private static final String IN_QUERY = "X-Amz-Credential=";

    private AwsRequests() {}

    /**
     * Nothing else that is served is under such an address: whoever signs a request for the console
     * or the actuator comes to their own doors.
     */
    static boolean isOne(HttpServletRequest request) {
        return isDated(request)
                || request.getRequestURI().equals("/")
                        && request.getMethod().equals("POST")
                        && (service(request).isPresent()
                                || isSigned(request)
                                || request.getHeader("X-Amz-Target") != null);
    }

    static boolean isDated(HttpServletRequest request) {
        return DATED.matcher(request.getRequestURI()).matches();
    }

    /** In the Authorization header, or in the query. */
    static boolean isSigned(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.startsWith("AWS4-")
                || isSignedInQuery(request);
    }

    static boolean isSignedInQuery(HttpServletRequest request) {
        String query = request.getQueryString();
        return query != null && query.contains("X-Amz-Algorithm=");
    }

    /** In the query, as only S3 still takes it. */
    static boolean isSignedTheOldWay(HttpServletRequest request) {
        String query = request.getQueryString();
        return query != null && OldSignature.isIn(query);
    }

    /** What it is signed for; empty when it is not. */
    static Optional<String> service(HttpServletRequest request) {
        String header =
                FunctionDoor.isThrough(request)
                        ? request.getHeader(SandboxHop.SERVICE)
                        : inHeader(request.getHeader("Authorization"));
        return Optional.ofNullable(header == null ? inQuery(request.getQueryString()) : header);
    }

    private static @Nullable String inHeader(@Nullable String authorization) {
        int at = authorization == null ? -1 : authorization.indexOf(CREDENTIAL);
        return authorization == null || at < 0 || !authorization.startsWith("AWS4-")
                ? null
                : scoped(authorization.substring(at + CREDENTIAL.length()));
    }

    private static @Nullable String inQuery(@Nullable String query) {
        int at = query == null ? -1 : query.indexOf(IN_QUERY);
        if (query == null || at < 0) {
            return null;
        }
        int from = at + IN_QUERY.length();
        int end = query.indexOf('&', from);
        String credential = query.substring(from, end < 0 ? query.length() : end);
        return scoped(new String(PercentEncoding.decode(credential), US_ASCII));
    }

    private static @Nullable String scoped(String credential) {
        Matcher scope = SCOPED.matcher(credential);
        return scope.matches() ? scope.group(1) : null;
    }
}

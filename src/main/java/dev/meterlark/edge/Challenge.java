package dev.meterlark.edge;

import jakarta.servlet.http.HttpServletRequest;

/** What an answer 401 asks for (RFC 6750: an error is named only when a key was sent). */
final class Challenge {

    private Challenge() {}

    static String of(HttpServletRequest request) {
        return request.getHeader("Authorization") == null
                ? "Bearer realm=\"meterlark\""
                : "Bearer realm=\"meterlark\", error=\"invalid_token\"";
    }
}

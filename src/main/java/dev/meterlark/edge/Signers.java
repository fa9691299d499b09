package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Finds who has signed a request for one of AWS's services, or whose token comes with it. */
@Component
class Signers {

    private static final String BEARER = "Bearer ";

    private final Callers callers;

    Signers(Callers callers) {
        this.callers = callers;
    }

    /**
     * @throws RefusedException when there is none, or it is worth nothing
     */
    Caller byToken(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new RefusedException(ErrorCode.UNAUTHENTICATED, "Missing Authentication Token");
        }
        return callers.byToken(
                authorization.substring(BEARER.length()).strip(), ClientAddress.of(request));
    }

    /** Before anything of the body is held for it. */
    void requireKnownKey(HttpServletRequest request) {
        callers.requireSigningKey(signed(request, new byte[0]), ClientAddress.of(request));
    }

    Caller bySignature(HttpServletRequest request, byte[] body, String service) {
        return callers.bySignature(signed(request, body), service, ClientAddress.of(request))
                .orElseThrow(SignatureRefusals::unknownKey);
    }

    /** As far as the head goes. */
    Callers.SignedHead byHead(HttpServletRequest request, String service) {
        return callers.byHead(signed(request, new byte[0]), service, ClientAddress.of(request));
    }

    static SignedRequest signed(HttpServletRequest request, byte[] body) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        return new SignedRequest(
                request.getMethod(),
                request.getRequestURI(),
                text(request.getQueryString()),
                headers,
                body);
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}

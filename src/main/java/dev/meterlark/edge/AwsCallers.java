package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds who has signed a request for one of AWS's services, or whose token comes with it. A body is
 * read only for a key that is there, and all that are held together stay within a bound.
 */
class AwsCallers extends OncePerRequestFilter {

    /** Those that are told apart here; each has its routes in a module of its own. */
    private static final Set<String> OFFERED = Set.of("lambda", "sts");

    private static final String USUAL = "lambda";
    private static final String BEARER = "Bearer ";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Parts parts;
    private final AwsProperties properties;
    private final AtomicLong held = new AtomicLong();

    /** What it asks and answers with. */
    record Parts(Callers callers, Credentials credentials, ApiRates rates, AwsRefusals refusals) {}

    AwsCallers(Parts parts, AwsProperties properties) {
        this.parts = parts;
        this.properties = properties;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long reserved = 0;
        try {
            String service = offered(AwsRequests.service(request).orElse(USUAL));
            if (FunctionDoor.isThrough(request)) {
                chain.doFilter(request, response);
            } else if (!AwsRequests.isSigned(request)) {
                admit(byToken(request), request, response);
                chain.doFilter(request, response);
            } else {
                requireKnownKey(request);
                reserved = reserve(request);
                byte[] body = body(request);
                admit(bySignature(request, body, service), request, response);
                chain.doFilter(new BodyInMemory(request, body), response);
            }
        } catch (RefusedException refusal) {
            parts.refusals().write(refusal, request, response);
        } finally {
            held.addAndGet(-reserved);
        }
    }

    private static String offered(String service) {
        if (!OFFERED.contains(service)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "The service %s is not offered here; offered: lambda, sts".formatted(service));
        }
        return service;
    }

    private void admit(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        parts.rates().take(caller.account(), response);
        CallerAuthentication.establish(caller, request);
    }

    private Caller byToken(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new RefusedException(ErrorCode.UNAUTHENTICATED, "Missing Authentication Token");
        }
        return parts.callers()
                .byToken(
                        authorization.substring(BEARER.length()).strip(),
                        ClientAddress.of(request));
    }

    /** Before anything of the body is held for it. */
    private void requireKnownKey(HttpServletRequest request) {
        ClientAddress from = ClientAddress.of(request);
        parts.rates().requireLeft(from);
        try {
            Optional<SigningCaller> signer =
                    Signature.in(signed(request, new byte[0]))
                            .flatMap(each -> parts.credentials().bySigningKey(each.keyId()));
            if (signer.isEmpty()) {
                throw SignatureRefusals.unknownKey();
            }
        } catch (RefusedException refusal) {
            parts.rates().take(from);
            throw refusal;
        }
    }

    private Caller bySignature(HttpServletRequest request, byte[] body, String service) {
        return parts.callers()
                .bySignature(signed(request, body), service, ClientAddress.of(request))
                .orElseThrow(SignatureRefusals::unknownKey);
    }

    private long reserve(HttpServletRequest request) {
        long most = properties.largestBody().toBytes();
        long declared = request.getContentLengthLong();
        if (declared > most) {
            throw tooLarge();
        }
        long wanted = declared < 0 ? most : declared;
        if (held.addAndGet(wanted) > properties.bodyMemory().toBytes()) {
            held.addAndGet(-wanted);
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "this node holds as many bytes of signed requests as it may; try again",
                    SOON);
        }
        return wanted;
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        int most = Math.toIntExact(properties.largestBody().toBytes());
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(most);
            if (body.length == most && in.read() >= 0) {
                throw tooLarge();
            }
            return body;
        }
    }

    private RefusedException tooLarge() {
        return new RefusedException(
                ErrorCode.REQUEST_TOO_LARGE,
                "Request must be smaller than %d bytes"
                        .formatted(properties.largestBody().toBytes()));
    }

    private static SignedRequest signed(HttpServletRequest request, byte[] body) {
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

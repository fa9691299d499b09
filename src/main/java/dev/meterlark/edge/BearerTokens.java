package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;

/** Finds the caller by the key in the Authorization header; a key anywhere else is refused. */
class BearerTokens extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

    /** Says that a request of the operator is in an account of somebody else. */
    private static final String ACTING = "Meterlark-Acting";

    private final Credentials credentials;
    private final ApiRates rates;
    private final Problems problems;

    BearerTokens(Credentials credentials, ApiRates rates, Problems problems) {
        this.credentials = credentials;
        this.rates = rates;
        this.problems = problems;
    }

    /** A function is known by its sandbox. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return FunctionDoor.isThrough(request);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            refuseKeyInQuery(request.getQueryString());
            admit(request, response);
        } catch (RefusedException refusal) {
            String challenge =
                    refusal.code() == ErrorCode.UNAUTHENTICATED ? Challenge.of(request) : null;
            problems.write(
                    Problem.of(refusal).withHeader("WWW-Authenticate", challenge),
                    request,
                    response);
            return;
        }
        chain.doFilter(request, response);
    }

    private void admit(HttpServletRequest request, HttpServletResponse response) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            rates.take(ClientAddress.of(request), response);
            return;
        }
        Optional<Caller> caller = caller(authorization);
        if (caller.isEmpty()) {
            rates.take(ClientAddress.of(request), response);
            throw new RefusedException(
                    ErrorCode.UNAUTHENTICATED,
                    "The API key is unknown, revoked or expired, or its account is not open.");
        }
        rates.take(caller.get().account(), response);
        String stay = request.getHeader(ACTING);
        Caller in = stay == null ? caller.get() : acting(caller.get(), stay);
        CallerAuthentication.establish(in, request);
    }

    /** One answer for every stay that is none of the key's, so that it says nothing of others. */
    private Caller acting(Caller operator, String stay) {
        return ActingId.parse(stay)
                .filter(_ -> operator.may(Permission.OPERATE))
                .flatMap(id -> credentials.acting(operator, id))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.FORBIDDEN,
                                        "%s names no stay in an account that this key has begun and that goes on."
                                                .formatted(ACTING)));
    }

    private Optional<Caller> caller(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new RefusedException(
                    ErrorCode.UNAUTHENTICATED,
                    "The Authorization header must be 'Bearer mlk_…', an API key.");
        }
        return credentials.byToken(authorization.substring(SCHEME.length()).strip());
    }

    /** Addresses end up in logs and histories. */
    private static void refuseKeyInQuery(@Nullable String query) {
        if (query != null && query.contains("mlk_")) {
            throw new RefusedException(
                    ErrorCode.UNAUTHENTICATED,
                    "An API key in the address is refused, and may have been logged on the way"
                        + " here: revoke it, and send its successor in the Authorization header.");
        }
    }
}

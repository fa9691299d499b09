package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Finds the caller of a page by the session. */
class SessionCallers extends OncePerRequestFilter {

    private static final Set<String> HARMLESS = Set.of("/acting/end", "/sign-out");

    private final Sessions sessions;
    private final Problems problems;

    SessionCallers(Sessions sessions, Problems problems) {
        this.sessions = sessions;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller = sessions.caller(request);
        if (Sessions.leftJustNow(request) && changesSomething(request)) {
            problems.write(
                    Problem.of(
                            ErrorCode.FORBIDDEN,
                            "Your time in the account is over, and this was not done. Enter it"
                                    + " again if there is more to do."),
                    request,
                    response);
            return;
        }
        caller.ifPresent(c -> CallerAuthentication.establish(c, request));
        chain.doFilter(request, response);
    }

    private static boolean changesSomething(HttpServletRequest request) {
        return !Set.of("GET", "HEAD").contains(request.getMethod())
                && !HARMLESS.contains(request.getRequestURI());
    }
}

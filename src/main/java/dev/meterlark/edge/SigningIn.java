package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What the forms of /sign-in and /sign-out are posted to. */
class SigningIn extends OncePerRequestFilter {

    /** Longer ones are no passwords, and hashing them would cost. */
    static final int LONGEST_PASSWORD = 1_024;

    private final Credentials credentials;
    private final Sessions sessions;
    private final SignInThrottle throttle;
    private final Problems problems;

    SigningIn(
            Credentials credentials,
            Sessions sessions,
            SignInThrottle throttle,
            Problems problems) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.throttle = throttle;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (request.getMethod() + " " + request.getRequestURI()) {
            case "POST /sign-in" -> signIn(request, response);
            case "POST /sign-out" -> signOut(request, response);
            default -> chain.doFilter(request, response);
        }
    }

    private void signIn(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String email = parameter(request, "email");
        ClientAddress address = ClientAddress.of(request);
        if (!throttle.admits(email, address)) {
            refuse(request, response);
            return;
        }
        Optional<SignedIn> person = signedIn(email, parameter(request, "password"));
        if (person.isEmpty()) {
            seeOther(response, "/sign-in?error" + goingOnTo(request));
            return;
        }
        throttle.succeeded(email, address);
        sessions.begin(person.get(), SignInWay.PASSWORD, request);
        seeOther(response, LocalPath.orHome(request.getParameter("next")));
    }

    private Optional<SignedIn> signedIn(String email, String password) {
        return password.length() > LONGEST_PASSWORD
                ? Optional.empty()
                : credentials.signIn(email, password);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (Problems.wantsPage(request)) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "60");
            seeOther(response, "/sign-in?error=rate" + goingOnTo(request));
            return;
        }
        problems.write(
                Problem.of(
                        new RefusedException(
                                ErrorCode.REQUEST_RATE,
                                "Too many attempts: wait a minute, then try again.",
                                Duration.ofMinutes(1))),
                request,
                response);
    }

    private void signOut(HttpServletRequest request, HttpServletResponse response) {
        sessions.end(request);
        response.setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
        seeOther(response, "/sign-in");
    }

    /** Whoever mistypes the password still gets to where they were going. */
    private static String goingOnTo(HttpServletRequest request) {
        String next = LocalPath.orHome(request.getParameter("next"));
        return next.equals("/") ? "" : "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    private static void seeOther(HttpServletResponse response, String path) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, path);
    }

    private static String parameter(HttpServletRequest request, String name) {
        @Nullable String value = request.getParameter(name);
        return value == null ? "" : value;
    }
}

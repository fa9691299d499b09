package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs a POST with an Idempotency-Key once, and answers the same again. A failure of ours is
 * forgotten, so that the same key may try again; an answer that holds a secret is never kept.
 */
class IdempotencyKeys extends OncePerRequestFilter {

    private static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final IdempotentPosts posts;
    private final IdempotencyProperties properties;
    private final KeptHeaders headers;
    private final Problems problems;

    IdempotencyKeys(
            IdempotentPosts posts,
            IdempotencyProperties properties,
            KeptHeaders headers,
            Problems problems) {
        this.posts = posts;
        this.properties = properties;
        this.headers = headers;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || request.getHeader(HEADER) == null;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            String key = key(request);
            byte[] body = body(request);
            IdempotentRequest idempotent = IdempotentRequest.of(request, key, body);
            AttemptId attempt = AttemptId.random();
            Optional<IdempotentPosts.Found> found = posts.begin(idempotent, attempt);
            if (found.isPresent()) {
                replay(idempotent, found.get(), response);
                return;
            }
            run(idempotent, attempt, new BodyInMemory(request, body), response, chain);
        } catch (RefusedException refusal) {
            problems.write(Problem.of(refusal), request, response);
        }
    }

    private void run(
            IdempotentRequest idempotent,
            AttemptId attempt,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        var answer = new ContentCachingResponseWrapper(response);
        boolean kept = false;
        try {
            chain.doFilter(request, answer);
            kept = keep(idempotent, attempt, request, answer);
        } finally {
            if (!kept) {
                posts.forget(idempotent, attempt);
            }
        }
        answer.copyBodyToResponse();
    }

    /** Before the first byte goes out, so that whoever was answered gets the same answer again. */
    private boolean keep(
            IdempotentRequest idempotent,
            AttemptId attempt,
            HttpServletRequest request,
            ContentCachingResponseWrapper answer) {
        boolean again =
                request.getAttribute(Problems.ANSWERED) instanceof ErrorCode code
                        ? code.retryable() || code.fault() == Fault.PLATFORM
                        : answer.getStatus() >= 500;
        if (again || answer.getContentSize() > properties.largestAnswer().toBytes()) {
            return false;
        }
        if (request.getAttribute(RouteGuard.SHOWS_SECRET) != null && answer.getStatus() < 300) {
            posts.answeredWithSecret(idempotent, attempt);
        } else {
            posts.answered(
                    idempotent,
                    attempt,
                    new IdempotentPosts.Answer(
                            answer.getStatus(),
                            headers.write(answer),
                            answer.getContentAsByteArray()));
        }
        return true;
    }

    private void replay(
            IdempotentRequest idempotent, IdempotentPosts.Found found, HttpServletResponse response)
            throws IOException {
        if (!MessageDigest.isEqual(idempotent.hash(), found.requestHash())) {
            throw new RefusedException(
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    "The Idempotency-Key was used with another request before: take a new key for a"
                            + " new request.");
        }
        switch (found.state()) {
            case RUNNING ->
                    throw new RefusedException(
                            ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                            "The first request with this Idempotency-Key has no answer yet.",
                            Duration.ofSeconds(1));
            case SECRET ->
                    throw new RefusedException(
                            ErrorCode.IDEMPOTENCY_SECRET,
                            "The first request with this Idempotency-Key was answered with a secret"
                                    + " that is shown once, and so not kept.");
            case ANSWERED -> {
                byte[] body = posts.body(idempotent, found);
                response.setStatus(found.status());
                headers.restore(found.headers(), response);
                response.setHeader("Idempotency-Replayed", "true");
                response.setContentLength(body.length);
                response.getOutputStream().write(body);
            }
        }
    }

    private static String key(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (!KEY.matcher(key).matches()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "The Idempotency-Key must be 1 to 255 printable ASCII characters without"
                            + " spaces.");
        }
        return key;
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        int most = Math.toIntExact(properties.largestBody().toBytes());
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                throw tooLarge(most);
            }
            return body;
        }
    }

    private static RefusedException tooLarge(int most) {
        return new RefusedException(
                ErrorCode.REQUEST_TOO_LARGE,
                "The body is larger than the %d bytes allowed with an Idempotency-Key."
                        .formatted(most));
    }
}

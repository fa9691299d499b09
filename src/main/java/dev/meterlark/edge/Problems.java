package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes every refusal, from handlers and from filters, in the one form: problem+json for programs,
 * a page for browsers on the console's paths.
 */
@Component
class Problems {

    /** The code that was answered, for who looks at the answer after it was written. */
    static final String ANSWERED = Problems.class.getName() + ".answered";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    /** Ours: the caller learns an id, the log learns the rest under it. */
    static Problem platformError(Throwable cause) {
        String id = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 63);
        LOG.error("{} {}", ErrorCode.PLATFORM_ERROR.wireName(), id, cause);
        return Problem.of(
                        ErrorCode.PLATFORM_ERROR,
                        "The platform failed, and it is not your doing. Tell the operator this id: "
                                + id)
                .with("id", id);
    }

    void write(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        request.setAttribute(ANSWERED, problem.code());
        if (wantsPage(request)) {
            writePage(problem, response);
            return;
        }
        byte[] body = json.writeValueAsBytes(problem.body(instance(request)));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Whether a browser asks for one of the console's pages. */
    static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return !isForPrograms(instance(request)) && accept != null && accept.contains("text/html");
    }

    static boolean isForPrograms(String path) {
        return path.startsWith("/api/") || path.equals("/api") || path.startsWith("/actuator");
    }

    /** The path that was asked for, also when the container came here through its error page. */
    static String instance(HttpServletRequest request) {
        @Nullable Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return original == null ? request.getRequestURI() : original.toString();
    }

    private static void writePage(Problem problem, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(ProblemPage.html(problem));
    }
}

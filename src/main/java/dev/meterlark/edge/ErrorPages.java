package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

import java.io.IOException;
import java.util.Optional;

/** Where the container comes with what no handler answered: a filter that failed, a bad request. */
@Controller
class ErrorPages implements ErrorController {

    private final Problems problems;

    ErrorPages(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    @OpenToAnyone(because = "it says what went wrong, also to strangers")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return; // the container cuts off what has gone out
        }
        Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Problem problem = problem(cause, status, request);
        Optional<AwsService> service = AwsServiceDoor.serving(request);
        if (service.isPresent()) {
            var refusal = new RefusedException(problem.code(), problem.detail());
            service.get().refuse(refusal, request, response);
        } else {
            problems.write(problem, request, response);
        }
    }

    private static Problem problem(
            @Nullable Object cause, @Nullable Object status, HttpServletRequest request) {
        if (cause instanceof IOException && status instanceof Integer s && s < 500) {
            return Problem.of(
                    ErrorCode.REQUEST_MALFORMED,
                    s == HttpServletResponse.SC_REQUEST_TIMEOUT
                            ? "The body did not go on for too long; send it again."
                            : "The body ended before it was as long as its head said.");
        }
        if (cause instanceof Exception failure) {
            return ProblemAdvice.problem(failure, request);
        }
        if (cause instanceof Throwable failure) {
            return Problems.platformError(failure);
        }
        return switch (status instanceof Integer s ? s : 404) {
            case 400 -> Problem.of(ErrorCode.REQUEST_MALFORMED, "The request could not be read.");
            case 401 -> Problem.of(ErrorCode.UNAUTHENTICATED, "This needs credentials.");
            case 403 -> Problem.of(ErrorCode.FORBIDDEN, "The credentials do not allow this.");
            case 405 ->
                    Problem.of(
                            ErrorCode.REQUEST_METHOD,
                            request.getMethod() + " is not offered here.");
            case 404 -> Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case 431 ->
                    Problem.of(ErrorCode.REQUEST_HEADERS, "The headers are larger than allowed.");
            case 413 ->
                    Problem.of(ErrorCode.REQUEST_TOO_LARGE, "The request is larger than allowed.");
            default ->
                    Problems.platformError(
                            new IllegalStateException("answered with status " + status));
        };
    }
}

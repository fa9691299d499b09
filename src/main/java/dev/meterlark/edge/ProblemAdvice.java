package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Turns whatever a handler throws into one form of answer. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;
    private final AwsRefusals aws;

    ProblemAdvice(Problems problems, AwsRefusals aws) {
        this.problems = problems;
        this.aws = aws;
    }

    @ExceptionHandler
    void any(Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (isGone(failure)) {
            return;
        }
        if (failure instanceof CloseNowException broken) {
            throw broken; // what has gone out has no end, and the container cuts it off
        }
        Problem problem = problem(failure, request);
        if (AwsRequests.isOne(request)) {
            aws.write(problem, request, response);
        } else {
            problems.write(problem, request, response);
        }
    }

    static Problem problem(Exception failure, HttpServletRequest request) {
        return switch (failure) {
            case RefusedException e -> refused(e, request);
            case HttpMessageNotReadableException e -> UnreadableBody.problem(e);
            case BindException e -> InvalidFields.problem(e.getBindingResult());
            case HandlerMethodValidationException e -> InvalidFields.problem(e);
            case MethodArgumentTypeMismatchException e ->
                    invalid(
                            "'%s' is no %s: '%s'",
                            e.getName(), InvalidFields.expected(e), e.getValue());
            case MissingRequestValueException e -> invalid("%s", e.getBody().getDetail());
            case ServletRequestBindingException e -> invalid("%s", e.getBody().getDetail());
            case HttpRequestMethodNotSupportedException e -> method(e);
            case HttpMediaTypeNotSupportedException e -> mediaType(e);
            case HttpMediaTypeNotAcceptableException e ->
                    Problem.of(
                            ErrorCode.REQUEST_NOT_ACCEPTABLE,
                            "None of what Accept names is offered here; offered: "
                                    + names(e.getSupportedMediaTypes()));
            case NoResourceFoundException _ -> unknown();
            case NoHandlerFoundException _ -> unknown();
            case MaxUploadSizeExceededException e ->
                    Problem.of(
                            ErrorCode.REQUEST_TOO_LARGE,
                            "The upload is larger than allowed" + InvalidFields.limit(e));
            case MultipartException _ ->
                    Problem.of(
                            ErrorCode.REQUEST_MALFORMED, "The multipart body could not be read.");
            case AsyncRequestTimeoutException _ ->
                    Problem.of(ErrorCode.PLATFORM_BUSY, "The answer took too long.");
            default -> Problems.platformError(failure);
        };
    }

    private static Problem refused(RefusedException refusal, HttpServletRequest request) {
        if (refusal.getCause() != null) {
            LOG.warn("{}", refusal.getMessage(), refusal.getCause());
        }
        Problem problem = Problem.of(refusal);
        return refusal.code() == ErrorCode.UNAUTHENTICATED
                ? problem.withHeader("WWW-Authenticate", Challenge.of(request))
                : problem;
    }

    private static Problem method(HttpRequestMethodNotSupportedException e) {
        String[] supported = e.getSupportedMethods();
        String allow = supported == null ? "" : String.join(", ", supported);
        return Problem.of(
                        ErrorCode.REQUEST_METHOD,
                        "%s is not offered here; offered: %s".formatted(e.getMethod(), allow))
                .withHeader("Allow", allow);
    }

    private static Problem mediaType(HttpMediaTypeNotSupportedException e) {
        MediaType sent = e.getContentType();
        return Problem.of(
                ErrorCode.REQUEST_MEDIA_TYPE,
                "%s is not accepted here; accepted: %s"
                        .formatted(
                                sent == null ? "A body without a Content-Type" : sent,
                                names(e.getSupportedMediaTypes())));
    }

    private static Problem unknown() {
        return Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this address.");
    }

    private static Problem invalid(String text, @Nullable Object... values) {
        return Problem.of(ErrorCode.REQUEST_INVALID, InvalidFields.bounded(text.formatted(values)));
    }

    private static String names(Collection<MediaType> types) {
        return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
    }

    /** Nobody is left to answer, and nothing is wrong here. */
    private static boolean isGone(Exception failure) {
        return failure instanceof AsyncRequestNotUsableException
                || failure.getClass().getSimpleName().equals("ClientAbortException");
    }
}

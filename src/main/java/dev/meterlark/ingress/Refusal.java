package dev.meterlark.ingress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * Why a request is not served, in AWS's form: {@code {"Message": …}} and its word for it in a
 * header, with ours beside.
 *
 * @param awsType null when the body is plain text, as AWS has it for failed functions
 * @param message null where AWS says nothing
 */
record Refusal(
        int status,
        @Nullable String awsType,
        @Nullable String message,
        ErrorCode code,
        @Nullable Duration retryAfter) {

    private static final Duration SOON = Duration.ofSeconds(1);

    /** The same whatever is missing: host, account, function, version, or the right to know. */
    static final Refusal UNKNOWN = denied(null);

    /** Where the address is known only to those who were told it. */
    static final Refusal FORBIDDEN = denied("Forbidden");

    /** Among the routes of an account. */
    static final Refusal NO_ROUTE =
            new Refusal(
                    404,
                    "NotFoundException",
                    "No route fits this method and path.",
                    ErrorCode.NOT_FOUND,
                    null);

    /** A route fits, but the function or pipeline that it leads to is gone, or its version is. */
    private static final Refusal NOTHING_BEHIND_ROUTE =
            new Refusal(
                    404,
                    "NotFoundException",
                    "What this route leads to is not there.",
                    ErrorCode.NOT_FOUND,
                    null);

    /** The same for a key that is missing, unknown or a stranger's. */
    static final Refusal UNAUTHENTICATED = unauthenticated("Unauthorized");

    static Refusal unauthenticated(String message) {
        return new Refusal(401, "UnauthorizedException", message, ErrorCode.UNAUTHENTICATED, null);
    }

    static Refusal denied(@Nullable String message) {
        return new Refusal(403, "AccessDeniedException", message, ErrorCode.FORBIDDEN, null);
    }

    /** More than a route takes. */
    static Refusal tooMany(Duration wait) {
        return new Refusal(
                429, "TooManyRequestsException", "Rate Exceeded.", ErrorCode.REQUEST_RATE, wait);
    }

    static Refusal malformed(int status, String message) {
        ErrorCode code =
                switch (status) {
                    case 405, 501 -> ErrorCode.REQUEST_METHOD;
                    case 413 -> ErrorCode.REQUEST_TOO_LARGE;
                    case 414, 431 -> ErrorCode.REQUEST_HEADERS;
                    default -> ErrorCode.REQUEST_MALFORMED;
                };
        return new Refusal(status, "InvalidRequestException", message, code, null);
    }

    static Refusal tooLarge(long most) {
        return new Refusal(
                413,
                "RequestTooLargeException",
                "A request's body may have %d bytes.".formatted(most),
                ErrorCode.EVENT_TOO_LARGE,
                null);
    }

    static Refusal busy(String message) {
        return new Refusal(503, "ServiceException", message, ErrorCode.PLATFORM_BUSY, SOON);
    }

    /** The function failed; what exactly is for its owner's log. */
    static Refusal failed(ErrorCode code) {
        return code.fault() == Fault.FUNCTION
                ? new Refusal(502, null, "Internal Server Error", code, null)
                : new Refusal(
                        code.status(),
                        "ServiceException",
                        code.title(),
                        code,
                        code.retryable() ? SOON : null);
    }

    /** Of a call by a route that was not begun; that the route is there is no secret. */
    static Refusal ofRoute(RefusedException refused) {
        return refused.code() == ErrorCode.NOT_FOUND ? NOTHING_BEHIND_ROUTE : of(refused);
    }

    /** Of a call that was not begun. */
    static Refusal of(RefusedException refused) {
        ErrorCode code = refused.code();
        Duration after = refused.retryAfter();
        return switch (code) {
            case NOT_FOUND -> UNKNOWN;
            case THROTTLED, REQUEST_RATE ->
                    new Refusal(
                            429,
                            "TooManyRequestsException",
                            "Rate Exceeded.",
                            code,
                            Objects.requireNonNullElse(after, SOON));
            case EVENT_TOO_LARGE ->
                    new Refusal(413, "RequestTooLargeException", refused.publicText(), code, null);
            case FUNCTION_WITHOUT_CODE ->
                    new Refusal(502, null, "Internal Server Error", code, null);
            case UNAUTHENTICATED ->
                    new Refusal(
                            403,
                            String.valueOf(
                                    refused.members()
                                            .getOrDefault("awsErrorType", "AccessDeniedException")),
                            refused.publicText(),
                            code,
                            null);
            default ->
                    new Refusal(
                            code.status(),
                            "ServiceException",
                            code.title(),
                            code,
                            code.retryable() ? Objects.requireNonNullElse(after, SOON) : null);
        };
    }

    byte[] body() {
        if (awsType == null) {
            return String.valueOf(message).getBytes(US_ASCII);
        }
        JsonBytes json = new JsonBytes(128).raw("{\"Message\":");
        return (message == null ? json.raw("null") : json.string(message)).raw('}').toBytes();
    }

    String contentType() {
        return awsType == null ? "text/plain; charset=us-ascii" : "application/json";
    }
}

package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a refusal in the form of whom it goes to: AWS's tools know only their own. */
@Component
public class AwsRefusals {

    private static final String STS = "sts";
    private static final String XML =
            """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>%s</Type>\
            <Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>
            """;

    private final Problems problems;
    private final JsonMapper json;

    AwsRefusals(Problems problems, JsonMapper json) {
        this.problems = problems;
        this.json = json;
    }

    /**
     * In AWS's words.
     *
     * @param type the exception's name
     * @param capital whether its text is called {@code Message}, as some exceptions have it
     * @param members what it says beside
     */
    public record AwsError(
            int status,
            String type,
            String message,
            boolean capital,
            Map<String, String> members,
            Map<String, String> headers) {

        public static AwsError of(int status, String type, String message) {
            return new AwsError(status, type, message, false, Map.of("Type", "User"), Map.of());
        }

        public static AwsError capital(int status, String type, String message) {
            return new AwsError(status, type, message, true, Map.of("Type", "User"), Map.of());
        }
    }

    /** As AWS has it where the request is one for AWS, else as a problem. */
    public void write(
            RefusedException refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (AwsRequests.isOne(request)) {
            write(errorOf(refusal), request, response);
            return;
        }
        Problem problem = Problem.of(refusal);
        problems.write(
                refusal.code() == ErrorCode.UNAUTHENTICATED && !FunctionDoor.isThrough(request)
                        ? problem.withHeader("WWW-Authenticate", Challenge.of(request))
                        : problem,
                request,
                response);
    }

    void write(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(errorOf(new RefusedException(problem.code(), problem.detail())), request, response);
    }

    public void write(AwsError error, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(error.status());
        response.setHeader("x-amzn-ErrorType", error.type());
        error.headers().forEach(response::setHeader);
        boolean xml = AwsRequests.service(request).filter(STS::equals).isPresent();
        byte[] body = xml ? xml(error) : json(error);
        response.setContentType(xml ? "text/xml" : "application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private byte[] json(AwsError error) {
        Map<String, String> body = new LinkedHashMap<>(error.members());
        body.put(error.capital() ? "Message" : "message", error.message());
        return json.writeValueAsBytes(body);
    }

    private static byte[] xml(AwsError error) {
        return XML.formatted(
                        error.status() < 500 ? "Sender" : "Receiver",
                        escaped(error.type()),
                        escaped(error.message()),
                        "00000000-0000-0000-0000-000000000000")
                .getBytes(UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** What every service of AWS's says alike. */
    public static AwsError errorOf(RefusedException refusal) {
        ErrorCode code = refusal.code();
        String text = refusal.publicText();
        return switch (code) {
            case UNAUTHENTICATED ->
                    new AwsError(
                            403,
                            String.valueOf(
                                    refusal.members()
                                            .getOrDefault(
                                                    BadSignatureException.AWS_TYPE,
                                                    "MissingAuthenticationTokenException")),
                            text,
                            false,
                            Map.of(),
                            Map.of());
            case FORBIDDEN ->
                    new AwsError(403, "AccessDeniedException", text, true, Map.of(), Map.of());
            case REQUEST_TOO_LARGE, EVENT_TOO_LARGE ->
                    AwsError.of(413, "RequestTooLargeException", text);
            case REQUEST_RATE, THROTTLED, SPEND_RESERVED ->
                    new AwsError(
                            429,
                            "TooManyRequestsException",
                            "Rate Exceeded.",
                            false,
                            Map.of(
                                    "Reason",
                                    code == ErrorCode.THROTTLED
                                            ? "ConcurrentInvocationLimitExceeded"
                                            : "CallerRateLimitExceeded",
                                    "Type",
                                    "User"),
                            retryAfter(refusal));
            case SPEND_CAP ->
                    new AwsError(
                            402,
                            "PaymentRequiredException",
                            text,
                            true,
                            Map.of("Type", "User"),
                            Map.of());
            case NOT_FOUND -> AwsError.capital(404, "ResourceNotFoundException", text);
            default ->
                    code.status() < 500
                            ? AwsError.of(400, "InvalidParameterValueException", text)
                            : new AwsError(
                                    code.status(),
                                    "ServiceException",
                                    text,
                                    true,
                                    Map.of("Type", "Server"),
                                    retryAfter(refusal));
        };
    }

    private static Map<String, String> retryAfter(RefusedException refusal) {
        Duration after = refusal.retryAfter();
        return after == null
                ? Map.of()
                : Map.of("Retry-After", String.valueOf(Math.max(1, after.toSeconds())));
    }
}

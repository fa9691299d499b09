package dev.meterlark.lambda.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.JsonText;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.Caller;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Base64;

/**
 * What an Invoke says beside its payload. Asks for no request parameter: that would make the
 * container read a form's body.
 */
record InvokeRequest(HttpServletRequest request) {

    private static final int LONGEST_CONTEXT = 3_583;

    /** AWS's invocation types. */
    enum Type {
        REQUEST_RESPONSE("RequestResponse"),
        EVENT("Event"),
        DRY_RUN("DryRun");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }
    }

    Type type() {
        String said = request.getHeader("X-Amz-Invocation-Type");
        if (said == null || said.isEmpty()) {
            return Type.REQUEST_RESPONSE;
        }
        return Arrays.stream(Type.values())
                .filter(each -> each.wireName.equals(said))
                .findFirst()
                .orElseThrow(() -> notOneOf("invocationType", "[Event, RequestResponse, DryRun]"));
    }

    boolean wantsTail() {
        String said = request.getHeader("X-Amz-Log-Type");
        if (said == null || said.isEmpty() || said.equals("None")) {
            return false;
        }
        if (!said.equals("Tail")) {
            throw notOneOf("logType", "[None, Tail]");
        }
        return true;
    }

    @Nullable String qualifier() {
        String query = request.getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith("Qualifier=")) {
                try {
                    return URLDecoder.decode(pair.substring("Qualifier=".length()), UTF_8);
                } catch (IllegalArgumentException e) {
                    return pair;
                }
            }
        }
        return null;
    }

    /** An event is JSON, whatever its sender calls it. */
    Event event(byte[] payload, Caller caller) {
        return new Event(
                payload,
                Event.JSON,
                caller.subject().startsWith("function:") ? "function" : "lambda",
                new TraceContext(
                        request.getHeader("X-Amzn-Trace-Id"),
                        request.getHeader("traceparent"),
                        request.getHeader("tracestate")),
                clientContext(),
                Lineage.of(CallingInvocation.of(request)));
    }

    private @Nullable String clientContext() {
        String said = request.getHeader("X-Amz-Client-Context");
        if (said == null || said.isEmpty()) {
            return null;
        }
        if (said.length() > LONGEST_CONTEXT) {
            throw LambdaException.validation(
                    "1 validation error detected: Value at 'clientContext' failed to satisfy constraint: Member must have length less than or equal to %d"
                            .formatted(LONGEST_CONTEXT));
        }
        try {
            byte[] json = Base64.getDecoder().decode(said);
            if (JsonText.flaw(json).isEmpty()) {
                return new String(json, UTF_8);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw LambdaException.of(
                400,
                "InvalidRequestContentException",
                "Client context must be a valid Base64-encoded JSON object.");
    }

    private static LambdaException notOneOf(String field, String values) {
        return LambdaException.validation(
                "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must satisfy enum value set: %s"
                        .formatted(field, values));
    }
}

package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.EventIntake;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Runs a function and answers with its bytes. Works on the request itself: the body is read once,
 * whatever it claims to be, and nothing may take a form's body apart before.
 */
@RestController
class InvocationController {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Invocations invocations;
    private final EventIntake intake;

    InvocationController(Invocations invocations, EventIntake intake) {
        this.invocations = invocations;
        this.intake = intake;
    }

    @PostMapping("/api/v1/functions/{name}/invocations")
    @Access(Permission.FUNCTIONS_INVOKE)
    void invoke(
            Caller caller,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        CallRequest call = new CallRequest(request);
        call.refuseAsynchronous();
        FunctionRef function = new FunctionRef(name, call.qualifier());
        Answer answer;
        try (EventIntake.Taken body =
                intake.take(request.getInputStream(), request.getContentLengthLong())) {
            answer = invocations.invoke(caller.account(), function, event(caller, call, body));
        }
        CallHeaders.write(answer.record(), response);
        switch (answer) {
            case Answer.Succeeded(var _, byte[] payload, String contentType) ->
                    write(payload, contentType, response);
            case Answer.Streamed _ ->
                    throw new IllegalStateException("a stream for a caller that wants none");
            case Answer.Failed failed -> throw problem(failed);
        }
    }

    private static Event event(Caller caller, CallRequest call, EventIntake.Taken body) {
        String source = caller.subject().startsWith("person:") ? "console" : "rest";
        return new Event(
                body.payload(),
                call.contentType(body.payload()),
                source,
                new TraceContext(call.header("X-Amzn-Trace-Id"), call.header("traceparent")),
                null);
    }

    /**
     * The bytes are a tenant's and the origin is the console's: whatever they say they are, they
     * run nothing here. Whoever has gone away has been recorded and billed all the same.
     */
    private static void write(byte[] payload, String contentType, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", "sandbox");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(contentType);
        response.setContentLength(payload.length);
        try {
            response.getOutputStream().write(payload);
        } catch (IOException gone) {
            // There is nobody left to tell.
        }
    }

    private static RefusedException problem(Answer.Failed failed) {
        if (failed.code() == ErrorCode.PLATFORM_BUSY) {
            return new RefusedException(failed.code(), failed.message(), SOON);
        }
        String type = failed.errorType();
        return type == null
                ? new RefusedException(failed.code(), failed.message())
                : new RefusedException(
                        failed.code(),
                        failed.message(),
                        Map.of("errorType", type, "errorMessage", failed.message()));
    }
}

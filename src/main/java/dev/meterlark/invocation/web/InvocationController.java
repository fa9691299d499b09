package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.EventIntake;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a function and answers with its bytes, or with its stream as it comes. Works on the request
 * itself: the body is read once, whatever it claims to be, and nothing may take a form's body apart
 * before.
 */
@RestController
class InvocationController {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Invocations invocations;
    private final EventIntake intake;
    private final LaterCall later;

    InvocationController(Invocations invocations, EventIntake intake, LaterCall later) {
        this.invocations = invocations;
        this.intake = intake;
        this.later = later;
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
        Optional<AsyncTerms> later = LaterCall.terms(call);
        FunctionRef function = new FunctionRef(name, call.qualifier());
        try (EventIntake.Taken body =
                intake.take(request.getInputStream(), request.getContentLengthLong())) {
            Event event = event(caller, call, body);
            if (later.isPresent()) {
                this.later.accept(caller.account(), function, event, later.get(), response);
                return;
            }
            var pieces = new Pieces();
            invocations
                    .begin(
                            caller.account(),
                            function,
                            event,
                            call.wantsStream() ? pieces : AnswerStream.NONE)
                    .whenComplete(pieces::ends);
            Pieces.Step first = pieces.next();
            if (first instanceof Pieces.Step.Begins(String contentType)) {
                StreamedReply.write(contentType, pieces, request, response);
            } else {
                write(Pieces.answer(first), response);
            }
        }
    }

    private static void write(Answer answer, HttpServletResponse response) {
        CallHeaders.write(answer.record(), response);
        switch (answer) {
            case Answer.Succeeded(var _, byte[] payload, String contentType) ->
                    write(payload, contentType, response);
            case Answer.Streamed _ -> throw new IllegalStateException("a stream without beginning");
            case Answer.Failed failed -> throw problem(failed);
        }
    }

    private static Event event(Caller caller, CallRequest call, EventIntake.Taken body) {
        return new Event(
                body.payload(),
                call.contentType(body.payload()),
                CallRequest.source(caller),
                new TraceContext(call.header("X-Amzn-Trace-Id"), call.header("traceparent")),
                null,
                Lineage.of(call.calling()));
    }

    /** Whoever has gone away has been recorded and billed all the same. */
    private static void write(byte[] payload, String contentType, HttpServletResponse response) {
        CallHeaders.harmless(response);
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

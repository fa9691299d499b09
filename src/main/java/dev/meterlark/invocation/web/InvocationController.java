package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.EventIntake;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Invocations;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.PipelineNames;
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
import java.util.LinkedHashMap;
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
    private final PipelineNames pipelines;

    InvocationController(
            Invocations invocations, EventIntake intake, LaterCall later, PipelineNames pipelines) {
        this.invocations = invocations;
        this.intake = intake;
        this.later = later;
        this.pipelines = pipelines;
    }

    @PostMapping({"/api/v1/functions/{name}/invocations", "/api/v1/pipelines/{name}/invocations"})
    @Access(Permission.FUNCTIONS_INVOKE)
    void invoke(
            Caller caller,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        requireKind(caller, name, request);
        CallRequest call = new CallRequest(request);
        EventForm form = EventForm.wanted(request);
        Optional<AsyncTerms> later = LaterCall.terms(call);
        FunctionRef function = new FunctionRef(name, call.qualifier());
        try (EventIntake.Taken body =
                intake.take(request.getInputStream(), request.getContentLengthLong())) {
            Event event = event(caller, call, body);
            if (later.isPresent()) {
                this.later.accept(
                        caller.account(), function, event, later.get(), headers(event), response);
                return;
            }
            var pieces = new Pieces();
            var totals = new RunTotals();
            boolean stream = call.wantsStream() && form == EventForm.PLAIN;
            invocations
                    .begin(
                            caller.account(),
                            function,
                            event,
                            stream ? pieces : AnswerStream.NONE,
                            totals)
                    .whenComplete(pieces::ends);
            Pieces.Step first = pieces.next();
            if (first instanceof Pieces.Step.Begins(String contentType)) {
                StreamedReply.write(contentType, pieces, headers(event), request, response);
            } else {
                Answer answer = Pieces.answer(first);
                headers(event).write(answer.record(), response);
                write(answer, form, totals, response);
            }
        }
    }

    private CallHeaders headers(Event event) {
        return new CallHeaders(id -> invocations.span(event.trace(), id));
    }

    /** Both are called alike, and each has an address of its own for whoever knows which it is. */
    private void requireKind(Caller caller, String name, HttpServletRequest request) {
        boolean asPipeline = request.getRequestURI().startsWith("/api/v1/pipelines/");
        if (asPipeline && pipelines.pipelineId(caller.account(), name).isEmpty()) {
            throw new RefusedException(
                    ErrorCode.NOT_FOUND, "there is no such pipeline in this account");
        }
    }

    private static void write(
            Answer answer, EventForm form, RunTotals totals, HttpServletResponse response) {
        totals.write(response);
        switch (answer) {
            case Answer.Succeeded succeeded -> write(succeeded, form, response);
            case Answer.Streamed _ -> throw new IllegalStateException("a stream without beginning");
            case Answer.Failed failed -> throw problem(failed, totals);
        }
    }

    private static void write(
            Answer.Succeeded answer, EventForm form, HttpServletResponse response) {
        if (form == EventForm.PLAIN) {
            response.setContentType(answer.contentType());
            write(answer.payload(), response);
        } else {
            String source = "/functions/" + answer.record().functionName();
            write(form.write(EventForm.of(answer, source), response), response);
        }
    }

    private static Event event(Caller caller, CallRequest call, EventIntake.Taken body) {
        EventForm.Seen seen = call.seen(body.payload());
        return new Event(
                seen.payload(),
                seen.contentType(),
                CallRequest.source(caller),
                new TraceContext(
                        call.header("X-Amzn-Trace-Id"),
                        call.header("traceparent"),
                        call.header("tracestate")),
                null,
                Lineage.of(call.calling()));
    }

    /** Whoever has gone away has been recorded and billed all the same. */
    private static void write(byte[] payload, HttpServletResponse response) {
        CallHeaders.harmless(response);
        response.setContentLength(payload.length);
        try {
            response.getOutputStream().write(payload);
        } catch (IOException gone) {
            // There is nobody left to tell.
        }
    }

    private static RefusedException problem(Answer.Failed failed, RunTotals totals) {
        if (failed.code() == ErrorCode.PLATFORM_BUSY) {
            return new RefusedException(failed.code(), failed.message(), SOON);
        }
        Map<String, String> members = new LinkedHashMap<>(totals.members());
        if (failed.errorType() != null) {
            members.put("errorType", failed.errorType());
            members.put("errorMessage", failed.message());
        }
        return new RefusedException(failed.code(), failed.message(), members);
    }
}

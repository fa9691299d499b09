package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.invocation.AsyncResult;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import io.swagger.v3.oas.annotations.Operation;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Results of asynchronous calls, and their end before their time. */
@RestController
class AsyncController {

    private static final int SHOWN = 140;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final AsyncCalls calls;

    AsyncController(AsyncCalls calls) {
        this.calls = calls;
    }

    /**
     * @param status as it stands now: a running attempt is given up as soon as its node hears of it
     */
    record Cancelled(String id, String status, boolean cancelAsked) {}

    @Operation(
            summary = "The answer of an asynchronous call",
            description =
                    "The function's bytes, for as long as its policy keeps them. 409 while the call"
                            + " has not ended, or when it ended without an answer.")
    @Access(Permission.FUNCTIONS_INVOKE)
    @GetMapping("/api/v1/invocations/{id}/result")
    void result(Caller caller, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        InvocationId invocation = invocation(id);
        AsyncResult result =
                calls.result(caller.account(), invocation)
                        .orElseThrow(() -> noResult(caller, id, invocation));
        CallHeaders.harmless(response);
        response.setHeader("Meterlark-Invocation-Id", invocation.toString());
        response.setContentType(result.contentType());
        response.setContentLength(result.payload().length);
        response.getOutputStream().write(result.payload());
    }

    @Operation(
            summary = "Cancels an asynchronous call",
            description =
                    "A waiting call ends at once (200). A running attempt is given up as soon as"
                            + " its node hears of it (202), and is not tried again.")
    @Access(Permission.FUNCTIONS_INVOKE)
    @DeleteMapping("/api/v1/invocations/{id}")
    ResponseEntity<Cancelled> cancel(Caller caller, @PathVariable String id) {
        AsyncCall call = calls.cancel(caller, invocation(id)).orElseThrow(() -> unknown(id));
        var answer =
                new Cancelled(call.id().toString(), call.status().wireName(), call.cancelAsked());
        return switch (call.status()) {
            case QUEUED, RUNNING -> ResponseEntity.status(HttpStatus.ACCEPTED).body(answer);
            case CANCELLED -> ResponseEntity.ok(answer);
            case SUCCEEDED, FAILED, EXPIRED ->
                    throw new RefusedException(
                            ErrorCode.INVOCATION_ENDED,
                            "call %s has ended before, as %s, and cannot be cancelled"
                                    .formatted(call.id(), call.status().wireName()));
        };
    }

    private RefusedException noResult(Caller caller, String id, InvocationId invocation) {
        AsyncCall call = calls.find(caller.account(), invocation).orElseThrow(() -> unknown(id));
        if (!call.status().ended()) {
            return new RefusedException(
                    ErrorCode.RESULT_NOT_THERE,
                    "call %s is %s; ask again when it has ended"
                            .formatted(call.id(), call.status().wireName()),
                    SOON);
        }
        return new RefusedException(
                ErrorCode.RESULT_NOT_THERE,
                call.status() == AsyncStatus.SUCCEEDED
                        ? "the result of call %s is not kept any more".formatted(call.id())
                        : "call %s has no result, it is %s: %s"
                                .formatted(
                                        call.id(), call.status().wireName(), call.errorMessage()));
    }

    /** What is no id at all is unknown like any other. */
    private static InvocationId invocation(String id) {
        try {
            return InvocationId.parse(id);
        } catch (IllegalArgumentException e) {
            throw unknown(id);
        }
    }

    private static RefusedException unknown(String id) {
        String shown = id.length() <= SHOWN ? id : id.substring(0, SHOWN) + "…";
        return new RefusedException(
                ErrorCode.NOT_FOUND,
                "there is no asynchronous call %s, or it ended too long ago"
                        .formatted(shown.toLowerCase(Locale.ROOT)));
    }
}

package dev.meterlark.lambda.web;

import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.Base64;

/** Writes what became of a call as AWS does: an error of the function's is an answer too. */
final class InvokeAnswer {

    private static final JsonMapper JSON = new JsonMapper();

    private InvokeAnswer() {}

    /**
     * @param tail the end of the call's log; null when nobody asked for it
     */
    static void write(Answer answer, byte @Nullable [] tail, HttpServletResponse response)
            throws IOException {
        byte[] body =
                switch (answer) {
                    case Answer.Succeeded(var _, byte[] payload, String _) -> payload;
                    case Answer.Streamed _ ->
                            throw new IllegalStateException("streamed to somebody else");
                    case Answer.Failed failed -> error(failed, response);
                };
        InvocationRecord record = answer.record();
        response.setHeader("x-amzn-RequestId", record.invocation().toString());
        response.setHeader("X-Amz-Executed-Version", record.version());
        if (tail != null) {
            response.setHeader("X-Amz-Log-Result", Base64.getEncoder().encodeToString(tail));
        }
        response.setHeader("Content-Security-Policy", "sandbox");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static byte[] error(Answer.Failed failed, HttpServletResponse response) {
        String type = failed.errorType();
        if (failed.code().fault() != Fault.FUNCTION || type == null) {
            throw new RefusedException(failed.code(), failed.message());
        }
        response.setHeader("X-Amz-Function-Error", "Unhandled");
        return failed.errorObject().length > 0
                ? failed.errorObject()
                : JSON.writeValueAsBytes(
                        JSON.createObjectNode()
                                .put("errorType", type)
                                .put("errorMessage", message(failed, type)));
    }

    /** AWS puts the id before what the platform found, not before what the function said. */
    private static String message(Answer.Failed failed, String type) {
        return type.startsWith("Function.")
                ? failed.message()
                : "RequestId: %s Error: %s"
                        .formatted(failed.record().invocation(), failed.message());
    }
}

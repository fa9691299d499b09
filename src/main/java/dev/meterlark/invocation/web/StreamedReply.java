package dev.meterlark.invocation.web;

import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;

/**
 * Writes a streamed answer as its pieces come. What is said of the call otherwise in headers is
 * known only at its end, and stands in trailers. A stream that fails half-way has no end: its
 * connection is closed, so that nobody takes it for whole.
 */
final class StreamedReply {

    private final HttpServletResponse response;
    private final CallHeaders headers;
    private @Nullable IOException gone;
    private volatile Map<String, String> trailers = Map.of();

    private StreamedReply(CallHeaders headers, HttpServletResponse response) {
        this.headers = headers;
        this.response = response;
    }

    /**
     * @throws CloseNowException when the call failed after the beginning of its answer went out
     */
    static void write(
            String contentType,
            Pieces pieces,
            CallHeaders headers,
            HttpServletRequest request,
            HttpServletResponse response)
            throws CloseNowException {
        var reply = new StreamedReply(headers, response);
        reply.begin(contentType, request);
        reply.write(pieces);
    }

    private void begin(String contentType, HttpServletRequest request) {
        CallHeaders.harmless(response);
        response.setContentType(contentType);
        if (!request.getProtocol().equals("HTTP/1.0")) {
            response.setHeader("Trailer", CallHeaders.NAMES);
            response.setTrailerFields(() -> trailers);
        }
        flush();
    }

    private void write(Pieces pieces) throws CloseNowException {
        while (true) {
            switch (pieces.next()) {
                case Pieces.Step.Begins _ -> throw new IllegalStateException("begun before");
                case Pieces.Step.Piece piece -> take(piece);
                case Pieces.Step.Ends(Answer answer) -> {
                    end(answer);
                    return;
                }
                case Pieces.Step.Fails(RefusedException refusal) ->
                        throw new CloseNowException(refusal.publicText(), refusal);
                case Pieces.Step.Fails(Throwable failure) ->
                        throw new CloseNowException("the call failed", failure);
            }
        }
    }

    private void take(Pieces.Step.Piece piece) {
        IOException left = gone;
        if (left == null) {
            try {
                response.getOutputStream().write(piece.bytes());
                response.flushBuffer();
            } catch (IOException e) {
                left = e;
                gone = e;
            }
        }
        if (left == null) {
            piece.taken().complete(null);
        } else {
            piece.taken().completeExceptionally(left);
        }
    }

    private void end(Answer answer) throws CloseNowException {
        switch (answer) {
            case Answer.Streamed(InvocationRecord record) -> trailers = headers.of(record);
            case Answer.Failed failed -> throw new CloseNowException(failed.message());
            case Answer.Succeeded _ -> throw new IllegalStateException("a stream that came whole");
        }
    }

    private void flush() {
        try {
            response.flushBuffer();
        } catch (IOException e) {
            gone = e;
        }
    }
}

package dev.meterlark.worker.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.nio.charset.StandardCharsets;

/** A short answer of the Runtime API, encoded once. Errors are JSON whatever the client accepts. */
final class Answer {

    static final Answer ACCEPTED = json(202, "Accepted", "{\"status\":\"OK\"}");
    static final Answer PONG = of(200, "OK", "text/plain; charset=utf-8", "pong");
    static final Answer NOT_FOUND =
            of(404, "Not Found", "text/plain; charset=utf-8", "404 page not found\n");
    static final Answer METHOD_NOT_ALLOWED =
            error(405, "Method Not Allowed", "MethodNotAllowed", "Method not allowed");
    static final Answer INVALID_REQUEST_ID =
            error(400, "Bad Request", "InvalidRequestID", "Invalid request ID");
    static final Answer INVALID_RESPONSE_MODE =
            error(
                    400,
                    "Bad Request",
                    "InvalidFunctionResponseMode",
                    "Invalid function response mode");
    static final Answer TRUNCATED =
            error(400, "Bad Request", "TruncatedHTTPRequest", "HTTP request detected as truncated");
    static final Answer MALFORMED =
            error(400, "Bad Request", "BadRequest", "The request is not well-formed HTTP/1.1");
    static final Answer LINE_TOO_LONG =
            error(414, "URI Too Long", "BadRequest", "The request line is too long");
    static final Answer HEADERS_TOO_LARGE =
            error(
                    431,
                    "Request Header Fields Too Large",
                    "BadRequest",
                    "The request's headers are too large");
    static final Answer VERSION_NOT_SUPPORTED =
            error(505, "HTTP Version Not Supported", "BadRequest", "Only HTTP/1.1 is spoken here");
    static final ByteBuf CONTINUE =
            Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer(
                            "HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));

    private final ByteBuf keepingOpen;
    private final ByteBuf closing;

    private Answer(ByteBuf keepingOpen, ByteBuf closing) {
        this.keepingOpen = keepingOpen;
        this.closing = closing;
    }

    static Answer tooLarge(long limit) {
        return error(
                413,
                "Request Entity Too Large",
                "RequestEntityTooLarge",
                "Exceeded maximum allowed payload size (%d bytes).".formatted(limit));
    }

    /**
     * @param json in ASCII
     */
    static Answer specialization(String json) {
        return json(200, "OK", json);
    }

    static Answer invalidTransition(RuntimeState from, RuntimeState to) {
        return error(
                403,
                "Forbidden",
                "InvalidStateTransition",
                "State transition from %s to %s failed for runtime. Error: State transition is not allowed"
                        .formatted(from.wireName(), to.wireName()));
    }

    /** The bytes to write; each call hands out a view of its own. */
    ByteBuf encoded(boolean keepOpen) {
        return (keepOpen ? keepingOpen : closing).duplicate();
    }

    private static Answer error(int status, String reason, String type, String message) {
        return json(
                status,
                reason,
                "{\"errorMessage\":\"%s\",\"errorType\":\"%s\"}".formatted(message, type));
    }

    private static Answer json(int status, String reason, String body) {
        return of(status, reason, "application/json", body);
    }

    private static Answer of(int status, String reason, String contentType, String body) {
        return new Answer(
                encode(status, reason, contentType, "", body),
                encode(status, reason, contentType, "Connection: close\r\n", body));
    }

    private static ByteBuf encode(
            int status, String reason, String contentType, String connection, String body) {
        String text =
                "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n%s"
                        .formatted(status, reason, contentType, body.length(), connection, body);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        // On the heap: some answers are made for one request, and nobody releases them.
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes)).asReadOnly();
    }
}

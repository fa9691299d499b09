package dev.meterlark.worker.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.regex.Pattern;

/** An answer that the conversation let in, while its body arrives. */
final class Upload {

    private enum Kind {
        RESPONSE,
        ERROR,
        INIT_ERROR
    }

    static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
    private static final String MODE = "Lambda-Runtime-Function-Response-Mode";
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+[\\x20-\\x7e]{0,200}");

    private final Kind kind;
    private final String contentType;
    private final @Nullable String errorType;
    private final int limit;
    private final Body body;

    private Upload(Kind kind, HttpRequest head, int limit) {
        this.kind = kind;
        this.contentType = contentType(head.headers().get(HttpHeaderNames.CONTENT_TYPE));
        this.errorType = head.headers().get(ERROR_TYPE);
        this.limit = limit;
        this.body = new Body(limit, HttpUtil.getContentLength(head, -1L));
    }

    static Upload ofResponse(HttpRequest head, int limit) {
        return new Upload(Kind.RESPONSE, head, limit);
    }

    static Upload ofError(HttpRequest head, int limit) {
        return new Upload(Kind.ERROR, head, limit);
    }

    static Upload ofInitError(HttpRequest head, int limit) {
        return new Upload(Kind.INIT_ERROR, head, limit);
    }

    /** Streamed answers are taken and, for now, collected up to the same limit. */
    static boolean knowsMode(HttpRequest head) {
        String mode = head.headers().get(MODE);
        return mode == null || mode.equals("streaming");
    }

    boolean tooLarge() {
        return body.declaredTooLarge();
    }

    boolean append(ByteBuf content) {
        return body.append(content);
    }

    void complete(SandboxConversation conversation, HttpHeaders trailers) {
        switch (kind) {
            case RESPONSE -> conversation.ends(response(trailers));
            case ERROR -> conversation.ends(failed(body.whole(), errorType));
            case INIT_ERROR -> conversation.endsInitError(initFailed(body.whole()));
        }
    }

    void giveUp(SandboxConversation conversation) {
        switch (kind) {
            case RESPONSE, ERROR -> conversation.ends(new Reply.TooLarge(body.size(), limit));
            case INIT_ERROR -> conversation.endsInitError(initFailed(new byte[0]));
        }
    }

    void breakOff(SandboxConversation conversation) {
        String message = "The runtime's answer broke off";
        switch (kind) {
            case RESPONSE, ERROR ->
                    conversation.ends(
                            new Reply.Failed("Runtime.TruncatedResponse", message, new byte[0]));
            case INIT_ERROR ->
                    conversation.endsInitError(
                            new Readiness.InitFailed(
                                    "Runtime.TruncatedResponse", message, new byte[0]));
        }
    }

    /** A stream that fails half-way says so in its trailers. */
    private Reply response(HttpHeaders trailers) {
        String type = trailers.get(ERROR_TYPE);
        if (type == null) {
            return new Reply.Answered(body.whole(), contentType);
        }
        return failed(decoded(trailers.get(ERROR_BODY)), type);
    }

    private static Reply failed(byte[] payload, @Nullable String header) {
        ErrorObject error = ErrorObject.read(payload, header, "Function.Unknown");
        return new Reply.Failed(error.type(), error.message(), payload);
    }

    private Readiness.InitFailed initFailed(byte[] payload) {
        ErrorObject error = ErrorObject.read(payload, errorType, "Runtime.Unknown");
        return new Readiness.InitFailed(error.type(), error.message(), payload);
    }

    private static byte[] decoded(@Nullable String base64) {
        try {
            return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    /** It will stand in a header of the answer to the caller. */
    private static String contentType(@Nullable String value) {
        if (value == null) {
            return "application/json";
        }
        return CONTENT_TYPE.matcher(value).matches() ? value : "application/octet-stream";
    }
}

package dev.meterlark.worker.protocol;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.regex.Pattern;

/** What stands before and behind the body of a request. A tenant wrote it. */
final class RequestHead {

    static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
    private static final String MODE = "Lambda-Runtime-Function-Response-Mode";
    private static final String JSON = "application/json";
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+[\\x20-\\x7e]{0,200}");

    private final HttpRequest head;

    RequestHead(HttpRequest head) {
        this.head = head;
    }

    /** Null when it is well-formed HTTP/1. */
    @Nullable Answer malformed() {
        if (head.decoderResult().isSuccess()) {
            return head.protocolVersion().majorVersion() == 1 ? null : Answer.VERSION_NOT_SUPPORTED;
        }
        Throwable cause = head.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return Answer.LINE_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException
                ? Answer.HEADERS_TOO_LARGE
                : Answer.MALFORMED;
    }

    boolean keepsOpen() {
        return HttpUtil.isKeepAlive(head) && head.protocolVersion().minorVersion() > 0;
    }

    /** Whole or streamed; there is no other way. */
    boolean knowsMode() {
        String mode = head.headers().get(MODE);
        return mode == null || mode.equals("streaming");
    }

    boolean isStreamed() {
        return head.headers().contains(MODE);
    }

    /** It will stand in a header of the answer to the caller. */
    String contentType() {
        String value = head.headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (value == null || value.equals(JSON)) {
            return JSON;
        }
        return CONTENT_TYPE.matcher(value).matches() ? value : "application/octet-stream";
    }

    /** A stream that fails half-way says so in its trailers; null when it did not. */
    static Reply.@Nullable Failed failure(HttpHeaders trailers) {
        String type = trailers.get(ERROR_TYPE);
        return type == null ? null : failed(decoded(trailers.get(ERROR_BODY)), type);
    }

    /**
     * @param header value of {@link #ERROR_TYPE}
     */
    static Reply.Failed failed(byte[] payload, @Nullable String header) {
        ErrorObject error = ErrorObject.read(payload, header, "Function.Unknown");
        return new Reply.Failed(error.type(), error.message(), payload);
    }

    private static byte[] decoded(@Nullable String base64) {
        try {
            return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}

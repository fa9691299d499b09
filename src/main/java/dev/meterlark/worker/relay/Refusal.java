package dev.meterlark.worker.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** What the relay itself answers, in the form of the platform's own refusals. It then hangs up. */
enum Refusal {
    MALFORMED(400, "request.malformed", "The request could not be read", false),
    METHOD(405, "request.method-not-allowed", "The method is not offered here", false),
    HEADERS(431, "request.headers-too-large", "The headers are larger than allowed", false),
    TOO_LARGE(413, "request.too-large", "The request is larger than allowed", false),
    NOT_THERE(503, "platform.busy", "The platform does not answer now", true),
    CUT(502, "platform.error", "The platform broke off", false);

    private final HttpResponseStatus status;
    private final byte[] body;

    Refusal(int status, String code, String title, boolean retryable) {
        this.status = HttpResponseStatus.valueOf(status);
        this.body =
                """
                {"type":"/problems/%s","title":"%s","status":%d,"code":"%s","fault":"%s","retryable":%b}\
                """
                        .formatted(
                                code,
                                title,
                                status,
                                code,
                                status < 500 ? "caller" : "platform",
                                retryable)
                        .getBytes(UTF_8);
    }

    FullHttpResponse response() {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set("Content-Type", "application/problem+json")
                .set("Content-Length", body.length)
                .set("Connection", "close");
        return response;
    }
}

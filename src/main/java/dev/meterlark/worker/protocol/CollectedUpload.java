package dev.meterlark.worker.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletionStage;

/** An answer that is kept until all of it is there. */
final class CollectedUpload implements Upload {

    private enum Kind {
        RESPONSE,
        ERROR,
        INIT_ERROR
    }

    private final Kind kind;
    private final @Nullable Event event;
    private final String contentType;
    private final @Nullable String errorType;
    private final int limit;
    private final Body body;

    private CollectedUpload(Kind kind, HttpRequest head, @Nullable Event event, int limit) {
        this.kind = kind;
        this.event = event;
        this.contentType = new RequestHead(head).contentType();
        this.errorType = head.headers().get(RequestHead.ERROR_TYPE);
        this.limit = limit;
        this.body = new Body(limit, HttpUtil.getContentLength(head, -1L));
    }

    static Upload ofResponse(HttpRequest head, Event event, int limit) {
        return new CollectedUpload(Kind.RESPONSE, head, event, limit);
    }

    static Upload ofError(HttpRequest head, Event event, int limit) {
        return new CollectedUpload(Kind.ERROR, head, event, limit);
    }

    static Upload ofInitError(HttpRequest head, int limit) {
        return new CollectedUpload(Kind.INIT_ERROR, head, null, limit);
    }

    @Override
    public boolean tooLarge() {
        return body.declaredTooLarge();
    }

    @Override
    public boolean append(ByteBuf content) {
        return body.append(content);
    }

    @Override
    public @Nullable CompletionStage<?> holdUp() {
        return null;
    }

    @Override
    public void complete(SandboxConversation conversation, HttpHeaders trailers) {
        switch (kind) {
            case RESPONSE -> ends(conversation, response(trailers));
            case ERROR -> ends(conversation, RequestHead.failed(body.whole(), errorType));
            case INIT_ERROR -> conversation.endsInitError(initFailed(body.whole()));
        }
    }

    @Override
    public Answer giveUp(SandboxConversation conversation) {
        switch (kind) {
            case RESPONSE, ERROR -> ends(conversation, new Reply.TooLarge(body.size(), limit));
            case INIT_ERROR -> conversation.endsInitError(initFailed(new byte[0]));
        }
        return conversation.tooLarge();
    }

    @Override
    public void breakOff(SandboxConversation conversation) {
        switch (kind) {
            case RESPONSE, ERROR -> ends(conversation, Reply.Failed.BROKEN_OFF);
            case INIT_ERROR -> conversation.endsInitError(Readiness.InitFailed.BROKEN_OFF);
        }
    }

    private void ends(SandboxConversation conversation, Reply reply) {
        if (event != null) {
            conversation.ends(event, reply);
        }
    }

    private Reply response(HttpHeaders trailers) {
        Reply.Failed failure = RequestHead.failure(trailers);
        return failure == null ? new Reply.Answered(body.whole(), contentType) : failure;
    }

    private Readiness.InitFailed initFailed(byte[] payload) {
        ErrorObject error = ErrorObject.read(payload, errorType, "Runtime.Unknown");
        return new Readiness.InitFailed(error.type(), error.message(), payload);
    }
}

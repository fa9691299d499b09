package dev.meterlark.worker.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * An answer that is passed on as it comes. When nobody takes it any more, because the receiver is
 * gone or the call is over, the rest is read and dropped, up to the same bound: the function is to
 * end by itself.
 */
final class StreamedUpload implements Upload {

    private static final Logger log = LoggerFactory.getLogger(StreamedUpload.class);

    private final Event event;
    private final Outlet outlet;
    private final String contentType;
    private final long begun = System.nanoTime();
    private long bytes;
    private volatile boolean gone;
    private @Nullable CompletionStage<?> holdUp;

    private StreamedUpload(Event event, String contentType) {
        this.event = event;
        this.outlet = event.outlet();
        this.contentType = contentType;
    }

    static StreamedUpload begin(Event event, String contentType) {
        var upload = new StreamedUpload(event, contentType);
        upload.pass(() -> event.outlet().stream().begins(contentType));
        return upload;
    }

    @Override
    public boolean tooLarge() {
        return false;
    }

    @Override
    public boolean append(ByteBuf content) {
        int more = content.readableBytes();
        bytes += more;
        if (bytes > outlet.mostBytes()) {
            return false;
        }
        holdUp = null;
        if (more > 0 && event.awaitsAnswer()) {
            byte[] piece = new byte[more];
            content.readBytes(piece);
            pass(() -> holdUp = paced(taken(outlet.stream().piece(piece))));
        }
        return true;
    }

    /** With what is left to wait until more may come. */
    private @Nullable CompletionStage<?> paced(@Nullable CompletionStage<?> taken) {
        Duration early = outlet.pace().early(bytes, Duration.ofNanos(System.nanoTime() - begun));
        if (early.isZero()) {
            return taken;
        }
        var pause = new CompletableFuture<@Nullable Void>();
        pause.completeOnTimeout(null, early.toNanos(), TimeUnit.NANOSECONDS);
        return taken == null ? pause : taken.thenCombine(pause, (_, _) -> true);
    }

    /** Null when it is taken already. */
    private @Nullable CompletionStage<?> taken(CompletionStage<?> piece) {
        var future = piece.toCompletableFuture();
        if (!future.isDone()) {
            return piece.whenComplete((_, failure) -> gone = failure != null);
        }
        gone = future.isCompletedExceptionally();
        return null;
    }

    /** Whoever fails to take a piece is gone. */
    private void pass(Runnable step) {
        if (gone) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException e) {
            log.warn("A streamed answer could not be passed on", e);
            gone = true;
        }
    }

    @Override
    public @Nullable CompletionStage<?> holdUp() {
        return holdUp;
    }

    @Override
    public void complete(SandboxConversation conversation, HttpHeaders trailers) {
        Reply.Failed failure = RequestHead.failure(trailers);
        conversation.ends(
                event, failure == null ? new Reply.Streamed(bytes, contentType) : failure);
    }

    @Override
    public Answer giveUp(SandboxConversation conversation) {
        conversation.ends(event, new Reply.TooLarge(bytes, outlet.mostBytes()));
        return Answer.tooLarge(outlet.mostBytes());
    }

    @Override
    public void breakOff(SandboxConversation conversation) {
        conversation.ends(event, Reply.Failed.BROKEN_OFF);
    }
}

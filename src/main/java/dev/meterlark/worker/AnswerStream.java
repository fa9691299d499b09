package dev.meterlark.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where an answer goes that the function produces piece by piece. Called in order, from one thread
 * at a time, which is an event loop: it must not block.
 */
public interface AnswerStream {

    /** For callers that want answers whole: a streamed one is collected, within the same bound. */
    AnswerStream NONE = new Nowhere();

    /** Once, before the first piece, and only for answers that are streamed. */
    void begins(String contentType);

    /**
     * The next piece is read from the sandbox only when this has completed. When it fails, the
     * receiver is gone: what else the function produces is read and dropped.
     */
    CompletionStage<?> piece(byte[] bytes);

    /** Never called, because whoever streams asks first. */
    final class Nowhere implements AnswerStream {

        private static final CompletionStage<?> TAKEN = CompletableFuture.completedFuture(null);

        private Nowhere() {}

        @Override
        public void begins(String contentType) {}

        @Override
        public CompletionStage<?> piece(byte[] bytes) {
            return TAKEN;
        }
    }
}

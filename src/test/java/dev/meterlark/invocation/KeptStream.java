package dev.meterlark.invocation;

import dev.meterlark.worker.AnswerStream;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A receiver that takes all at once and keeps it. */
public final class KeptStream implements AnswerStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable String contentType;

    @Override
    public synchronized void begins(String type) {
        contentType = type;
    }

    @Override
    public synchronized CompletionStage<?> piece(byte[] piece) {
        bytes.writeBytes(piece);
        return CompletableFuture.completedFuture(null);
    }

    public synchronized @Nullable String contentType() {
        return contentType;
    }

    public synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

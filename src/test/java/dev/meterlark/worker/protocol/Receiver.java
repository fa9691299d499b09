package dev.meterlark.worker.protocol;

import dev.meterlark.worker.AnswerStream;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A receiver that takes each piece when the test says so, or at once. */
final class Receiver implements AnswerStream {

    private final boolean atOnce;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Queue<CompletableFuture<Void>> open = new ArrayDeque<>();
    private @Nullable String contentType;
    private int pieces;
    private int mostOpen;
    private boolean gone;
    private boolean hurrying;

    private Receiver(boolean atOnce) {
        this.atOnce = atOnce;
    }

    static Receiver eager() {
        return new Receiver(true);
    }

    static Receiver slow() {
        return new Receiver(false);
    }

    @Override
    public synchronized void begins(String type) {
        if (contentType != null) {
            throw new AssertionError("a stream that begins twice");
        }
        contentType = type;
    }

    @Override
    public synchronized CompletableFuture<Void> piece(byte[] bytes) {
        pieces++;
        if (gone) {
            return CompletableFuture.failedFuture(new IllegalStateException("gone"));
        }
        taken.writeBytes(bytes);
        if (atOnce) {
            return CompletableFuture.completedFuture(null);
        }
        var piece = new CompletableFuture<Void>();
        open.add(piece);
        mostOpen = Math.max(mostOpen, open.size());
        if (hurrying) {
            Thread.ofVirtual().start(this::take);
        }
        return piece;
    }

    /** Takes what has come, and whatever comes now a moment later. */
    void hurry() {
        synchronized (this) {
            hurrying = true;
        }
        take();
    }

    private void take() {
        CompletableFuture<Void> piece;
        synchronized (this) {
            piece = open.poll();
        }
        if (piece != null) {
            piece.complete(null);
        }
    }

    void leave() {
        CompletableFuture<Void> piece;
        synchronized (this) {
            gone = true;
            piece = open.poll();
        }
        if (piece != null) {
            piece.completeExceptionally(new IllegalStateException("gone"));
        }
    }

    synchronized @Nullable String contentType() {
        return contentType;
    }

    synchronized String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    synchronized int size() {
        return taken.size();
    }

    synchronized int pieces() {
        return pieces;
    }

    /** Pieces at a time that it had not taken yet. */
    synchronized int mostOpen() {
        return mostOpen;
    }
}

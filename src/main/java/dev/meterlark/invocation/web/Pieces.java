package dev.meterlark.invocation.web;

import dev.meterlark.invocation.Answer;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Brings a call's answer from the event loop to the thread of its request. There is never more than
 * one piece in it, because the next comes when the one before was taken.
 */
final class Pieces implements AnswerStream {

    /** What the request's thread has to do next. */
    sealed interface Step {

        record Begins(String contentType) implements Step {}

        /**
         * @param taken to be completed when it is written, or failed when nobody reads it
         */
        record Piece(byte[] bytes, CompletableFuture<Void> taken) implements Step {}

        record Ends(Answer answer) implements Step {}

        record Fails(Throwable failure) implements Step {}
    }

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    @Override
    public void begins(String contentType) {
        steps.add(new Step.Begins(contentType));
    }

    @Override
    public CompletableFuture<Void> piece(byte[] bytes) {
        var taken = new CompletableFuture<Void>();
        steps.add(new Step.Piece(bytes, taken));
        return taken;
    }

    void ends(@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer != null) {
            steps.add(new Step.Ends(answer));
        } else if (failure != null) {
            steps.add(new Step.Fails(failure));
        }
    }

    /**
     * Waits for the next step, also when interrupted: whoever answers must learn whether the call
     * has a record.
     */
    Step next() {
        boolean interrupted = false;
        while (true) {
            try {
                return steps.take();
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** The end, when there is no stream before it. */
    static Answer answer(Step last) {
        return switch (last) {
            case Step.Ends(Answer answer) -> answer;
            case Step.Fails(RefusedException refusal) -> throw refusal;
            case Step.Fails(Throwable failure) ->
                    throw new IllegalStateException(
                            "a call had neither answer nor refusal", failure);
            case Step.Begins _, Step.Piece _ -> throw new IllegalStateException("no end: " + last);
        };
    }
}

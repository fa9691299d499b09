package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionText;
import dev.meterlark.invocation.Answer;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Shows a streamed answer while it comes: one line of JSON for each piece, then an empty line,
 * behind which the page puts what became of the call. There is never more than one piece in the
 * queue, because the next comes when the one before was taken; the thread of the request writes
 * them.
 */
final class LiveAnswer implements AnswerStream {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private sealed interface Step {

        record Piece(byte[] bytes, CompletableFuture<Void> taken) implements Step {}

        record Ends(@Nullable Answer answer, @Nullable Throwable failure) implements Step {}
    }

    private final HttpServletResponse response;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final StringBuilder shown = new StringBuilder();
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** What a piece ended with that begins a character. */
    private ByteBuffer begins = ByteBuffer.allocate(0);

    private long bytes;

    LiveAnswer(HttpServletResponse response) {
        this.response = response;
    }

    /** What was shown so far, bounded. */
    byte[] shown() {
        return shown.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** All that came, also what is not shown. */
    long bytes() {
        return bytes;
    }

    /**
     * Writes until the call ends.
     *
     * @throws RefusedException when it did not begin; nothing is written then
     */
    Answer write(Function<AnswerStream, CompletableFuture<Answer>> begin) throws IOException {
        begin.apply(this)
                .whenComplete((answer, failure) -> steps.add(new Step.Ends(answer, failure)));
        while (true) {
            switch (next()) {
                case Step.Piece piece -> take(piece);
                case Step.Ends(Answer answer, _) when answer != null -> {
                    end();
                    return answer;
                }
                case Step.Ends(_, RefusedException refusal) -> throw refusal;
                case Step.Ends(_, var failure) ->
                        throw new IllegalStateException("the call has no end", failure);
            }
        }
    }

    @Override
    public void begins(String contentType) {}

    @Override
    public CompletableFuture<Void> piece(byte[] bytes) {
        var taken = new CompletableFuture<Void>();
        steps.add(new Step.Piece(bytes, taken));
        return taken;
    }

    /** Also when interrupted: whoever shows the answer must learn how the call ended. */
    private Step next() {
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

    private void take(Step.Piece piece) throws IOException {
        bytes += piece.bytes.length;
        PrintWriter out = begun();
        show(decoded(piece.bytes, false), out);
        if (out.checkError()) { // flushes as well
            piece.taken.completeExceptionally(new IOException("nobody looks any more"));
        } else {
            piece.taken.complete(null);
        }
    }

    private void show(String decoded, PrintWriter out) {
        String text = FunctionText.plain(decoded);
        int room = FunctionText.LONGEST - shown.length();
        String shownNow = text.substring(0, Math.min(text.length(), Math.max(0, room)));
        shown.append(shownNow);
        if (!shownNow.isEmpty()) {
            out.println(JSON.writeValueAsString(Map.of("piece", shownNow)));
        }
    }

    /** A character whose bytes came in two pieces is shown with the second. */
    private String decoded(byte[] piece, boolean last) {
        ByteBuffer in = ByteBuffer.allocate(begins.remaining() + piece.length);
        in.put(begins).put(piece).flip();
        CharBuffer text = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, text, last);
        begins = in;
        return text.flip().toString();
    }

    private PrintWriter begun() throws IOException {
        if (!response.isCommitted()) {
            response.setContentType("text/html;charset=UTF-8");
            response.setHeader("HX-Trigger", "called");
        }
        return response.getWriter();
    }

    private void end() throws IOException {
        PrintWriter out = begun();
        show(decoded(new byte[0], true), out);
        out.println();
    }
}

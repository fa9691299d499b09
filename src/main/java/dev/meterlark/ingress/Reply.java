package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.SpanContext;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.worker.AnswerStream;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The answer to one request, as a whole or piece by piece. Confined to the event loop of its
 * channel, but for the two methods by which a sandbox hands over a stream.
 */
final class Reply implements AnswerStream {

    private static final byte[] NOTHING = {};
    private static final IOException GONE = new IOException("the client is gone");

    /** What the connection says of itself when an answer begins, and what it does afterwards. */
    interface Way {

        /** Whether the connection goes on after this answer; asked when the answer begins. */
        boolean kept();

        /** Whether an answer can be sent without its length being known, but whole. */
        boolean chunks();

        /** The last byte is on its way, or the answer broke off. */
        void ended();
    }

    private enum State {
        NONE,
        HEAD,
        ENDED
    }

    private final Ask ask;
    private final Outlet outlet;
    private final EventLoop loop;
    private final Way way;
    private Guest guest = Guest.ANYONE;
    private @Nullable SpanContext span;
    private State state = State.NONE;
    private boolean gone;
    private boolean bodiless;
    private @Nullable Prelude prelude;
    private @Nullable HttpAnswer streamHead;
    private @Nullable CompletableFuture<Void> waiting;

    Reply(Ask ask, Outlet outlet, EventLoop loop, Way way) {
        this.ask = ask;
        this.outlet = outlet;
        this.loop = loop;
        this.way = way;
    }

    boolean begun() {
        return state != State.NONE;
    }

    boolean isGone() {
        return gone;
    }

    @Nullable Cors cors() {
        Served served = ask.target().served();
        return served == null ? null : served.cors();
    }

    /** From now on it is for whom the call is. */
    void serve(Guest let, SpanContext at) {
        guest = let;
        span = at;
    }

    void preflight(Cors cors) {
        HttpHeaders headers = AnswerHead.of(ask, span);
        CorsAnswers.writePreflight(cors, ask.headers(), headers);
        whole(200, headers, NOTHING);
    }

    /** Says why there is no answer, or breaks off the one that has begun. */
    void refuse(Refusal refusal) {
        refuse(refusal, null, null);
    }

    /** What no function says. */
    void say(int status, HttpHeaders headers, byte[] body) {
        if (state == State.NONE) {
            whole(status, headers, body);
        }
    }

    void finish(Answer answer) {
        switch (answer) {
            case Answer.Succeeded(InvocationRecord record, byte[] payload, String contentType) ->
                    succeeded(record, payload, contentType);
            case Answer.Streamed(InvocationRecord record) -> endStream(record);
            case Answer.Failed failed ->
                    refuse(Refusal.failed(failed.code()), failed.record(), null);
        }
    }

    @Override
    public void begins(String contentType) {
        loop.execute(() -> beginStream(contentType));
    }

    @Override
    public CompletionStage<?> piece(byte[] bytes) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        loop.execute(() -> take(bytes, taken));
        return taken;
    }

    /** The client has read some of what it is sent. */
    void writable() {
        CompletableFuture<Void> held = waiting;
        if (held != null && outlet.writable()) {
            waiting = null;
            held.complete(null);
        }
    }

    /** The client has gone. */
    void gone() {
        gone = true;
        state = State.ENDED;
        CompletableFuture<Void> held = waiting;
        waiting = null;
        if (held != null) {
            held.completeExceptionally(GONE);
        }
    }

    private void succeeded(InvocationRecord record, byte[] payload, String contentType) {
        if (state != State.NONE) {
            return;
        }
        Heavy.run(
                payload.length,
                loop,
                () -> AnswerReader.tried(payload, contentType),
                tried -> answer(record, tried));
    }

    private void answer(InvocationRecord record, AnswerReader.Tried tried) {
        if (state != State.NONE) {
            return;
        }
        switch (tried) {
            case AnswerReader.Tried.Good(HttpAnswer answer) -> {
                try {
                    HttpHeaders headers = head(answer);
                    AnswerHead.addCall(record, guest, headers);
                    whole(answer.status(), headers, answer.body());
                } catch (BadAnswerException e) {
                    spoilt(record, e.getMessage());
                }
            }
            case AnswerReader.Tried.Bad(String why) -> spoilt(record, why);
        }
    }

    private void spoilt(@Nullable InvocationRecord record, @Nullable String why) {
        refuse(Refusal.failed(ErrorCode.FUNCTION_ANSWER), record, why);
    }

    private void refuse(
            Refusal refusal, @Nullable InvocationRecord record, @Nullable String detail) {
        switch (state) {
            case NONE -> {
                HttpHeaders headers = AnswerHead.of(ask, span);
                headers.add(AnswerHead.of(refusal));
                if (record != null) {
                    AnswerHead.addCall(record, guest, headers);
                }
                if (detail != null && guest.caller() != null) {
                    headers.set("meterlark-error-detail", AnswerHead.fit(detail));
                }
                if (!refusal.equals(Refusal.UNKNOWN)) {
                    CorsAnswers.write(cors(), ask.headers(), headers);
                }
                whole(refusal.status(), headers, refusal.body());
            }
            case HEAD -> {
                state = State.ENDED;
                outlet.breakOff();
                way.ended();
            }
            case ENDED -> {}
        }
    }

    private HttpHeaders head(HttpAnswer answer) {
        HttpHeaders headers = AnswerHead.of(ask, span);
        Cors cors = cors();
        new AnswerRules(ask.target(), cors != null, guest.caller() != null).write(answer, headers);
        CorsAnswers.write(cors, ask.headers(), headers);
        return headers;
    }

    private void whole(int status, HttpHeaders headers, byte[] body) {
        state = State.ENDED;
        boolean empty = hasNoBody(status);
        if (!empty) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        }
        sayWhetherKept(headers);
        outlet.whole(status, headers, empty || ask.isHead() ? NOTHING : body)
                .addListener(_ -> way.ended());
    }

    private void sayWhetherKept(HttpHeaders headers) {
        if (!way.kept()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private void beginStream(String contentType) {
        if (contentType.startsWith(Prelude.CONTENT_TYPE)) {
            prelude = new Prelude();
        } else {
            streamHead = HttpAnswer.of(contentType, NOTHING);
        }
    }

    private void take(byte[] bytes, CompletableFuture<Void> taken) {
        if (state == State.ENDED) {
            taken.completeExceptionally(GONE);
            return;
        }
        try {
            byte[] rest = prelude == null ? bytes : afterPrelude(prelude, bytes);
            if (streamHead != null) {
                writeStreamHead(streamHead);
                write(rest);
            }
        } catch (BadAnswerException e) {
            spoilt(null, e.getMessage());
            taken.completeExceptionally(e);
            return;
        } catch (RuntimeException e) {
            taken.completeExceptionally(e);
            throw e;
        }
        if (outlet.writable()) {
            taken.complete(null);
        } else {
            waiting = taken;
        }
    }

    private byte[] afterPrelude(Prelude begun, byte[] bytes) {
        Prelude.Parted parted = begun.take(bytes);
        if (parted == null) {
            return NOTHING;
        }
        prelude = null;
        streamHead = parted.head();
        return parted.rest();
    }

    private void writeStreamHead(HttpAnswer answer) {
        if (state != State.NONE) {
            return;
        }
        HttpHeaders headers = head(answer);
        state = State.HEAD;
        bodiless = ask.isHead() || hasNoBody(answer.status());
        if (way.chunks() && !bodiless) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            headers.set(HttpHeaderNames.TRAILER, AnswerHead.trailers(guest));
        }
        sayWhetherKept(headers);
        outlet.head(answer.status(), headers);
    }

    private void write(byte[] bytes) {
        if (bodiless || bytes.length == 0) {
            outlet.flush();
        } else {
            outlet.piece(bytes);
        }
    }

    private void endStream(InvocationRecord record) {
        if (state == State.ENDED) {
            return;
        }
        if (streamHead == null) {
            spoilt(record, "the stream ended before its status and headers did");
            return;
        }
        try {
            writeStreamHead(streamHead);
        } catch (BadAnswerException e) {
            spoilt(record, e.getMessage());
            return;
        }
        state = State.ENDED;
        HttpHeaders trailers = Outlet.newHeaders();
        if (way.chunks() && !bodiless) {
            AnswerHead.addCall(record, guest, trailers);
        }
        ChannelFuture end = outlet.end(trailers);
        end.addListener(_ -> way.ended());
    }

    private static boolean hasNoBody(int status) {
        return status == 204 || status == 205 || status == 304;
    }
}

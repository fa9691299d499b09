package dev.meterlark.worker.protocol;

import static dev.meterlark.worker.protocol.Listening.A;
import static dev.meterlark.worker.protocol.Listening.B;
import static dev.meterlark.worker.protocol.Listening.error;
import static dev.meterlark.worker.protocol.Listening.now;
import static dev.meterlark.worker.protocol.Listening.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Answers that are passed on while the function produces them. */
class StreamedAnswersTests {

    private static final int MOST = 32 << 20;
    private static final String HEAD =
            "POST %s HTTP/1.1\r\n"
                    + "Content-Type: text/event-stream\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String END = "0\r\n\r\n";

    private Listening sandbox;
    private Wire runtime;

    @BeforeEach
    void connect() throws IOException {
        sandbox = new Listening(ConversationLimits.LAMBDA);
        runtime = sandbox.connect();
    }

    @AfterEach
    void close() throws IOException {
        runtime.close();
        sandbox.close();
    }

    @Test
    void eachPieceIsPassedOnWhenItComes() throws Exception {
        Receiver receiver = Receiver.eager();
        CompletableFuture<Reply> reply = begin(receiver);

        runtime.say(HEAD.formatted(response(A)));
        await().until(() -> "text/event-stream".equals(receiver.contentType()));
        runtime.say(chunk("one"));
        await().until(() -> receiver.text().equals("one"));
        runtime.say(chunk("two"));
        await().until(() -> receiver.text().equals("onetwo"));
        assertThat(reply).isNotDone();

        runtime.say(END);

        assertThat(runtime.hear().status()).isEqualTo(202);
        assertThat(now(reply)).isEqualTo(new Reply.Streamed(6, "text/event-stream"));
        assertHonestCall();
    }

    @Test
    void theNextPieceIsReadOnlyWhenTheOneBeforeIsTaken() throws Exception {
        Receiver receiver = Receiver.slow();
        CompletableFuture<Reply> reply = begin(receiver);
        int pieces = 200;
        var writer =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        runtime.say(HEAD.formatted(response(A)));
                                        for (int i = 0; i < pieces; i++) {
                                            runtime.say(chunk("x".repeat(100_000)));
                                        }
                                        runtime.say(END);
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                });

        await().until(() -> receiver.pieces() == 1);
        assertThat(writer.isAlive()).isTrue(); // 20 MB fit into no socket
        receiver.hurry();
        assertThat(now(reply)).isInstanceOf(Reply.Streamed.class);

        assertThat(receiver.mostOpen()).isEqualTo(1);
        assertThat(receiver.size()).isEqualTo(pieces * 100_000);
        assertThat(runtime.hear().status()).isEqualTo(202);
        assertHonestCall();
    }

    @Test
    void whatAReceiverThatIsGoneDoesNotTakeIsReadAndDropped() throws Exception {
        Receiver receiver = Receiver.slow();
        CompletableFuture<Reply> reply = begin(receiver);
        runtime.say(HEAD.formatted(response(A)) + chunk("one"));
        await().until(() -> receiver.pieces() == 1);

        receiver.leave();
        runtime.say(chunk("two") + chunk("three") + END);

        assertThat(runtime.hear().status()).isEqualTo(202);
        assertThat(now(reply)).isEqualTo(new Reply.Streamed(11, "text/event-stream"));
        assertThat(receiver.pieces()).isEqualTo(1);
        assertHonestCall();
    }

    @Test
    void aStreamThatFailsHalfWaySaysSoInItsTrailers() throws Exception {
        Receiver receiver = Receiver.eager();
        CompletableFuture<Reply> reply = begin(receiver);

        runtime.say(
                HEAD.formatted(response(A))
                        + chunk("half")
                        + "0\r\n"
                        + "Lambda-Runtime-Function-Error-Type: Runtime.StreamFailed\r\n"
                        + "Lambda-Runtime-Function-Error-Body:"
                        + " eyJlcnJvck1lc3NhZ2UiOiJoYWxmIn0=\r\n\r\n");

        assertThat(runtime.hear().status()).isEqualTo(202);
        var failed = (Reply.Failed) now(reply);
        assertThat(failed.type()).isEqualTo("Runtime.StreamFailed");
        assertThat(failed.message()).isEqualTo("half");
        assertThat(receiver.text()).isEqualTo("half");
        assertHonestCall();
    }

    @Test
    void anEndlessStreamEndsAtItsBound() throws Exception {
        Receiver receiver = Receiver.eager();
        sandbox.outlet = new Outlet(receiver, 10, Pace.FREE);
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();

        runtime.say(HEAD.formatted(response(A)) + chunk("0123456789") + chunk("x"));

        var answer = runtime.hear();
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("(10 bytes)");
        assertThat(now(reply)).isEqualTo(new Reply.TooLarge(11, 10));
        assertThat(receiver.text()).isEqualTo("0123456789");
        runtime.say(END);
        assertHonestCall();
    }

    @Test
    void aStreamThatBreaksOffIsAFailure() throws Exception {
        Receiver receiver = Receiver.eager();
        CompletableFuture<Reply> reply = begin(receiver);

        runtime.say(HEAD.formatted(response(A)) + chunk("half"));
        runtime.endOutput();

        assertThat(((Reply.Failed) now(reply)).type()).isEqualTo("Runtime.TruncatedResponse");
        assertThat(receiver.text()).isEqualTo("half");
    }

    @Test
    void nothingIsPassedOnForACallThatWasGivenUp() throws Exception {
        Receiver receiver = Receiver.eager();
        CompletableFuture<Reply> reply = begin(receiver);
        runtime.say(HEAD.formatted(response(A)) + chunk("one"));
        await().until(() -> receiver.pieces() == 1);

        reply.cancel(false);
        runtime.say(chunk("two") + END);

        assertThat(runtime.hear().status()).isEqualTo(202);
        assertThat(receiver.text()).isEqualTo("one");
        assertHonestCall();
    }

    @Test
    void whatIsNotSentAsAStreamIsAnsweredWhole() throws Exception {
        Receiver receiver = Receiver.eager();
        CompletableFuture<Reply> whole = begin(receiver);
        runtime.post(response(A), "whole");
        assertThat(now(whole)).isInstanceOf(Reply.Answered.class);

        CompletableFuture<Reply> failed = sandbox.hand(B, "1");
        runtime.next();
        runtime.post(error(B), "{}", "Lambda-Runtime-Function-Response-Mode: streaming");

        assertThat(now(failed)).isInstanceOf(Reply.Failed.class);
        assertThat(receiver.contentType()).isNull();
    }

    private CompletableFuture<Reply> begin(Receiver receiver) throws IOException {
        sandbox.outlet = new Outlet(receiver, MOST, Pace.FREE);
        CompletableFuture<Reply> reply = sandbox.hand(A, "1");
        runtime.next();
        return reply;
    }

    private void assertHonestCall() throws Exception {
        sandbox.outlet = Outlet.NONE;
        CompletableFuture<Reply> reply = sandbox.hand(B, "2");
        assertThat(runtime.next().body()).isEqualTo("2");
        assertThat(runtime.post(response(B), "3").status()).isEqualTo(202);
        assertThat(now(reply)).isInstanceOf(Reply.Answered.class);
    }

    private static String chunk(String text) {
        return "%x\r\n%s\r\n".formatted(text.length(), text);
    }
}

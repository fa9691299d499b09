package dev.meterlark.worker.protocol;

import static dev.meterlark.worker.protocol.Listening.A;
import static dev.meterlark.worker.protocol.Listening.B;
import static dev.meterlark.worker.protocol.Listening.Z;
import static dev.meterlark.worker.protocol.Listening.now;
import static dev.meterlark.worker.protocol.Listening.response;
import static dev.meterlark.worker.protocol.Wire.PREFIX;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** A runtime that takes two events at once, each on a connection of its own. */
class SeveralEventsTests {

    private static final String ASK = "GET " + PREFIX + "/invocation/next HTTP/1.1\r\n\r\n";

    private Listening sandbox;
    private Wire one;
    private Wire other;

    @BeforeEach
    void connect() throws IOException {
        sandbox = new Listening(ConversationLimits.LAMBDA);
        sandbox.conversation.takesAtOnce(2);
        one = sandbox.connect();
        other = sandbox.connect();
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        other.close();
        sandbox.close();
    }

    @Test
    void eachConnectionIsGivenAnEventOfItsOwnAndTheAnswersMayComeInAnyOrder() throws Exception {
        one.say(ASK);
        other.say(ASK);
        CompletableFuture<Reply> a = sandbox.hand(A, "1");
        CompletableFuture<Reply> b = sandbox.hand(B, "2");
        List<String> given = List.of(one.hear().body(), other.hear().body());
        assertThat(given).containsExactlyInAnyOrder("1", "2");

        Wire hasB = given.getFirst().equals("2") ? one : other;
        assertThat(hasB.post(response(B), "second").status()).isEqualTo(202);
        assertThat(((Reply.Answered) now(b)).payload()).asString().isEqualTo("second");
        assertThat(a).isNotDone();
        Wire hasA = hasB == one ? other : one;
        assertThat(hasA.post(response(A), "first").status()).isEqualTo(202);
        assertThat(((Reply.Answered) now(a)).payload()).asString().isEqualTo("first");
    }

    @Test
    void anEventThatNobodyAskedForYetWaitsForTheNextConnection() throws Exception {
        sandbox.hand(A, "1");
        sandbox.hand(B, "2");

        assertThat(one.next().body()).isEqualTo("1");
        assertThat(other.next().body()).isEqualTo("2");
    }

    @Test
    void aConnectionThatAsksTwiceIsGivenItsEventAgain() throws Exception {
        sandbox.hand(A, "1");
        sandbox.hand(B, "2");
        assertThat(one.next().body()).isEqualTo("1");

        assertThat(one.next().body()).isEqualTo("1");
        assertThat(other.next().body()).isEqualTo("2");
    }

    @Test
    void anAnswerMayComeOnAnotherConnection() throws Exception {
        CompletableFuture<Reply> a = sandbox.hand(A, "1");
        CompletableFuture<Reply> b = sandbox.hand(B, "2");
        one.next();
        other.next();

        assertThat(one.post(response(B), "b").status()).isEqualTo(202);
        assertThat(one.post(response(A), "a").status()).isEqualTo(202);

        assertThat(((Reply.Answered) now(a)).payload()).asString().isEqualTo("a");
        assertThat(((Reply.Answered) now(b)).payload()).asString().isEqualTo("b");
    }

    @Test
    void noMoreThanItTakesAtOnce() {
        sandbox.hand(A, "1");
        sandbox.hand(B, "2");

        assertThatThrownBy(() -> sandbox.hand(Z, "3")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void howManyIsSaidBeforeTheFirstEvent() {
        sandbox.hand(A, "1");

        assertThatThrownBy(() -> sandbox.conversation.takesAtOnce(3))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoAskedBeforeItWasSaidIsGivenAnEventOfItsOwnToo() throws Exception {
        try (var late = new Listening(ConversationLimits.LAMBDA);
                Wire first = late.connect();
                Wire second = late.connect()) {
            first.say(ASK);
            second.say(ASK);
            now(late.conversation.ready());
            late.conversation.takesAtOnce(2);

            late.hand(A, "1");
            late.hand(B, "2");

            assertThat(List.of(first.hear().body(), second.hear().body()))
                    .containsExactlyInAnyOrder("1", "2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"response", "error"})
    void theIdIsCheckedBeforeTheStateForEachEvent(String kind) throws Exception {
        CompletableFuture<Reply> a = sandbox.hand(A, "1");
        one.next();
        CompletableFuture<Reply> b = sandbox.hand(B, "2");
        String path = PREFIX + "/invocation/%s/" + kind;

        assertThat(one.post(path.formatted(Z), "{}").status()).isEqualTo(400);
        await().until(() -> other.post(path.formatted(B), "{}").status() == 403); // not given yet
        assertThat(other.next().body()).isEqualTo("2");
        assertThat(one.post(path.formatted(A), "{}").status()).isEqualTo(202);
        assertThat(one.post(path.formatted(A), "{}").status()).isEqualTo(403);
        now(a);
        assertThat(b).isNotDone();
        sandbox.hand(Z, "3");
        assertThat(one.next().body()).isEqualTo("3");
        assertThat(one.post(path.formatted(A), "{}").status()).isEqualTo(400);
        assertThat(other.post(path.formatted(B), "{}").status()).isEqualTo(202);
        now(b);
    }

    @ParameterizedTest
    @CsvSource({"response,error", "error,response"})
    void theFirstAnswerOfEachEventStands(String first, String second) throws Exception {
        CompletableFuture<Reply> a = sandbox.hand(A, "1");
        CompletableFuture<Reply> b = sandbox.hand(B, "2");
        one.next();
        other.next();
        String path = PREFIX + "/invocation/%s/%s";

        assertThat(one.post(path.formatted(A, first), "{}").status()).isEqualTo(202);
        assertThat(other.post(path.formatted(A, second), "{}").status()).isEqualTo(403);
        assertThat(other.post(path.formatted(B, second), "{}").status()).isEqualTo(202);

        assertThat(now(a).getClass()).isNotEqualTo(now(b).getClass());
    }

    @Test
    void whileOneAnswerIsSentTheOtherGoesOn() throws Exception {
        CompletableFuture<Reply> a = sandbox.hand(A, "1");
        CompletableFuture<Reply> b = sandbox.hand(B, "2");
        one.next();
        other.next();
        one.say("POST " + response(A) + " HTTP/1.1\r\nContent-Length: 4\r\n\r\nha");

        assertThat(other.post(response(B), "b").status()).isEqualTo(202);

        now(b);
        assertThat(a).isNotDone();
        one.say("lf");
        assertThat(((Reply.Answered) now(a)).payload()).asString().isEqualTo("half");
    }

    @Test
    void anInitErrorIsForbiddenAfterTheFirstQuestion() throws Exception {
        sandbox.hand(A, "1");
        one.next();

        assertThat(other.post(PREFIX + "/init/error", "{}").status()).isEqualTo(403);
    }

    @Test
    void theRuntimeIsDoneWithAnEventWhenItAsksAgain() throws Exception {
        Exchange a = sandbox.exchange(A, "1");
        Exchange b = sandbox.exchange(B, "2");
        one.next();
        other.next();
        one.post(response(A), "a");
        now(a.reply());
        assertThat(a.asked()).isNotDone();

        one.say(ASK);

        now(a.asked());
        assertThat(b.asked()).isNotDone();
    }

    @Test
    void theAnswerOfAnEventThatWasGivenUpIsRefusedAndTheOtherGoesOn() throws Exception {
        CompletableFuture<Reply> a = sandbox.hand(A, "1");
        CompletableFuture<Reply> b = sandbox.hand(B, "2");
        one.next();
        other.next();

        a.cancel(false);

        assertThat(one.post(response(A), "late").status()).isEqualTo(400);
        assertThat(other.post(response(B), "b").status()).isEqualTo(202);
        assertThat(now(b)).isInstanceOf(Reply.Answered.class);
    }

    @Test
    void closingGivesUpAll() {
        CompletableFuture<Reply> a = sandbox.hand(A, "1");
        CompletableFuture<Reply> b = sandbox.hand(B, "2");

        sandbox.conversation.close();

        assertThatThrownBy(() -> now(a)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> now(b)).isInstanceOf(CancellationException.class);
    }
}

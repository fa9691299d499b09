package dev.meterlark.worker.protocol;

import static dev.meterlark.worker.protocol.Listening.now;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** What a runtime without a function asks for, and who is answered. */
class SpecializationTests {

    private static final String PATH = "/meterlark/specialization";
    private static final String ASK = "GET " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n";

    private Listening api;

    @BeforeEach
    void listen() throws IOException {
        api = new Listening(ConversationLimits.LAMBDA);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void waitsUntilThereIsOneAndGoesOnOnTheSameConnection() throws Exception {
        CompletableFuture<Void> warm = api.conversation.specialization();
        try (Wire wire = api.connect()) {
            assertThat(warm).isNotDone();
            wire.say(ASK);
            now(warm);
            assertThat(wire.silent()).isTrue();

            api.conversation.specialize(Map.of("_HANDLER", "index.handler"));

            Wire.Answer answer = wire.hear();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("content-type", "application/json");
            assertThat(answer.body())
                    .isEqualTo("{\"environment\":{\"_HANDLER\":\"index.handler\"}}");
            assertThat(api.conversation.ready()).isNotDone();
            wire.say("GET " + Wire.PREFIX + "/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(now(api.conversation.ready())).isEqualTo(new Readiness.Ready());
        }
    }

    @Test
    void isThereAtOnceWhenItIsKnownBefore() throws Exception {
        api.conversation.specialization();
        api.conversation.specialize(Map.of("A", "Zoë 🦅\n\"\\ \ud83e"));

        try (Wire wire = api.connect()) {
            assertThat(wire.get(PATH).body())
                    .isEqualTo(
                            "{\"environment\":{\"A\":\"Zo\\u00EB \\uD83E\\uDD85\\n"
                                    + "\\\"\\\\ \\uD83E\"}}");
            assertThat(api.conversation.specialization()).isCompleted();
        }
    }

    @Test
    void isAnUnknownPathToAFunctionThatWasStartedAsOne() throws Exception {
        try (Wire wire = api.connect()) {
            Wire.Answer unknown = wire.get("/meterlark/unknown");

            assertThat(wire.get(PATH)).isEqualTo(unknown);
            assertThat(wire.post(PATH, "{}")).isEqualTo(unknown);
            assertThat(wire.get("/2018-06-01" + PATH)).isEqualTo(unknown);
        }
    }

    @Test
    void isGivenToOneAskerOnce() throws Exception {
        api.conversation.specialization();
        try (Wire wire = api.connect();
                Wire other = api.connect()) {
            wire.say(ASK);
            now(api.conversation.specialization());
            assertThat(other.get(PATH).status()).isEqualTo(404);

            api.conversation.specialize(Map.of("SECRET", "s"));

            assertThat(wire.hear().status()).isEqualTo(200);
            assertThat(other.get(PATH).status()).isEqualTo(404);
            assertThat(wire.get(PATH).body()).isEqualTo("404 page not found\n");
        }
    }

    @Test
    void aRuntimeMayAskAgainWhenItsConnectionBroke() throws Exception {
        api.conversation.specialization();
        try (Wire wire = api.connect()) {
            wire.say(ASK);
            now(api.conversation.specialization());
            wire.endOutput();
            assertThat(wire.closed()).isTrue();
        }
        api.conversation.specialize(Map.of());

        try (Wire wire = api.connect()) {
            assertThat(wire.get(PATH).body()).isEqualTo("{\"environment\":{}}");
        }
    }

    @Test
    void isGivenOnlyToABlankAndOnlyOnce() {
        assertThatThrownBy(() -> api.conversation.specialize(Map.of()))
                .isInstanceOf(IllegalStateException.class);
        api.conversation.specialization();
        api.conversation.specialize(Map.of());
        assertThatThrownBy(() -> api.conversation.specialize(Map.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void endsWithTheConversation() {
        CompletableFuture<Void> warm = api.conversation.specialization();

        api.conversation.close();

        assertThatThrownBy(() -> now(warm)).isInstanceOf(CancellationException.class);
    }
}

package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Clients that are slow, idle or many, each on a node that has little patience. */
class SlowClientsTests {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: says.acme.fn.localhost\r\n";

    @TempDir Path data;

    @SuppressWarnings("NullAway.Init") // each test starts its own
    private IngressNode node;

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        start("header-timeout", "1s");
        try (Wire wire = node.connect()) {
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aHeadThatDoesNotEndIs408() throws IOException {
        start("header-timeout", "1s");
        try (Wire wire = node.connect()) {
            wire.send(HEAD + "X: ");

            assertThat(wire.read().status()).isEqualTo(408);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void alsoTheSecondOneOnAConnection() throws IOException {
        start("header-timeout", "1s");
        try (Wire wire = node.connect()) {
            wire.send(HEAD + "\r\n");
            assertThat(wire.read().status()).isEqualTo(200);
            wire.send("GET /");

            assertThat(wire.read().status()).isEqualTo(408);
        }
    }

    @Test
    void aBodyThatDoesNotComeIs408() throws IOException {
        start("body-timeout", "1s");
        try (Wire wire = node.connect()) {
            wire.send(HEAD + "Content-Length: 100\r\n\r\nhalf");

            assertThat(wire.read().status()).isEqualTo(408);
            assertThat(wire.isClosed()).isTrue();
        }
        assertThat(node.workers().requests()).isEmpty();
    }

    @Test
    void aConnectionWithoutRequestsIsGivenUp() throws IOException {
        start("idle-timeout", "1s");
        try (Wire wire = node.connect()) {
            wire.send(HEAD + "\r\n");
            assertThat(wire.read().status()).isEqualTo(200);

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void anAnswerThatIsNotReadIsGivenUpAndItsMemoryWithIt() throws IOException {
        start("write-timeout", "1s");
        node.say("\"" + "x".repeat(6_000_000) + "\"");
        try (Wire wire = node.connect()) {
            wire.send(HEAD + "\r\n");
            Eventually.equal(true, () -> node.gauge("meterlark.ingress.answers.held") > 0);

            Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.answers.held"));
            Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.connections"));
        }
    }

    @Test
    void answersThatNobodyReadsHoldBackFurtherCallsUntilTheyAreGone() throws IOException {
        start("max-answer-memory", "8MB");
        node.say("\"" + "x".repeat(6_000_000) + "\"");
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Wire wire = node.connect();
            slow.add(wire);
            wire.send(HEAD + "\r\n");
            wire.readHead();
        }
        Wire.Answer busy = node.ask("GET /acme/echo/ HTTP/1.1", "Host: localhost");
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.header("retry-after")).isEqualTo("1");

        for (Wire wire : slow) {
            wire.close();
        }
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.answers.held"));
        assertThat(node.ask("GET /acme/echo/ HTTP/1.1", "Host: localhost").status()).isEqualTo(200);
    }

    @Test
    void oneAddressHasSoManyConnectionsAndNoMore() throws IOException {
        start("max-connections-per-address", "2");
        try (Wire first = node.connect();
                Wire second = node.connect()) {
            first.send(HEAD + "\r\n");
            second.send(HEAD + "\r\n");
            assertThat(first.read().status()).isEqualTo(200);
            assertThat(second.read().status()).isEqualTo(200);
            try (Wire third = node.connect()) {
                assertThat(third.isClosed()).isTrue();
            }
        }
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.connections"));
        assertThat(node.ask("GET /acme/echo/ HTTP/1.1", "Host: localhost").status()).isEqualTo(200);
    }

    @Test
    void bodiesUnderWayHaveABoundAltogether() throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("meterlark.invocation.max-event-size", "1MB");
        settings.put("meterlark.invocation.max-event-memory", "1MB");
        node = new IngressNode(data, settings);
        node.say("\"well\"");
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Wire wire = node.connect();
            wires.add(wire);
            wire.send(HEAD + "Content-Length: 900000\r\n\r\n");
            wire.send(new byte[600_000]);
        }
        Eventually.equal(2L, () -> wires.stream().filter(Wire::hasAnswer).count());

        for (Wire wire : wires) {
            if (wire.hasAnswer()) {
                assertThat(wire.read().status()).isEqualTo(503);
            } else {
                wire.send(new byte[300_000]);
                assertThat(wire.read().status()).isEqualTo(413);
            }
            wire.close();
        }
        assertThat(node.ask("GET /acme/echo/ HTTP/1.1", "Host: localhost").status()).isEqualTo(200);
    }

    private void start(String key, String value) throws IOException {
        node = new IngressNode(data, Map.of("meterlark.ingress." + key, value));
        node.say("\"well\"");
    }
}

package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests that were damaged at random: each gets an answer or an end, and the next is served. */
class FuzzTests {

    private static final int ROUNDS = 400;
    private static final String GOOD =
            "POST /acme/echo/a?b=c HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                    + "Transfer-Encoding: chunked\r\nX-A: b\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    private static final List<String> PIECES =
            List.of(
                    "\r\n",
                    "\n",
                    "\r",
                    "\0",
                    ":",
                    " ",
                    "\t",
                    ",",
                    ";",
                    "Content-Length: 5\r\n",
                    "Transfer-Encoding: identity\r\n",
                    "Host: x\r\n",
                    "Connection: close\r\n",
                    "Expect: 100-continue\r\n",
                    "HTTP/1.0",
                    "0\r\n\r\n",
                    "ffffffffffffffff\r\n",
                    "GET / HTTP/1.1\r\n",
                    "%00",
                    "\u00ff",
                    "Upgrade: h2c\r\n",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node =
                new IngressNode(
                        data,
                        Map.of(
                                "meterlark.ingress.header-timeout",
                                "1s",
                                "meterlark.ingress.body-timeout",
                                "1s"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void nothingThatAClientSendsHarmsTheNextOne() throws IOException {
        long seed = System.nanoTime();
        System.out.println("damaged requests with seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String damaged = damage(GOOD, random);
            try (Wire wire = node.connect()) {
                wire.send(damaged.getBytes(ISO_8859_1));
                wire.finish();
                int status = wire.read().status();
                assertThat(status).as(damaged).isBetween(100, 599).isNotEqualTo(500);
            } catch (EOFException | SocketException e) {
                // It hung up, which is an answer too.
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                // HTTP/2 was spoken.
            }
        }
        assertThat(node.ask("GET /acme/echo/ HTTP/1.1", "Host: localhost").status()).isEqualTo(200);
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.requests"));
        Eventually.equal(0.0, () -> node.gauge("meterlark.ingress.connections"));
    }

    private static String damage(String request, Random random) {
        StringBuilder damaged = new StringBuilder(request);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> damaged.deleteCharAt(at);
                case 2 -> damaged.setCharAt(at, (char) random.nextInt(256));
                default ->
                        damaged.insert(
                                at, damaged.substring(at, Math.min(damaged.length(), at + 20)));
            }
        }
        return damaged.toString();
    }
}

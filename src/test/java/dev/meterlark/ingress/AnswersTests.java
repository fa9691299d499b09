package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** What becomes of a function's answer, a decent or a hostile one. */
class AnswersTests {

    private static final String[] REQUEST = {"GET / HTTP/1.1", "Host: says.acme.fn.localhost"};
    private static final String[] IN_PATH = {"GET /acme/says/ HTTP/1.1", "Host: localhost"};

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node = new IngressNode(data);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"hello\" | hello",
                "{\"hello\": \"world\"} | {\"hello\": \"world\"}",
                "{\"body\": \"no status\"} | {\"body\": \"no status\"}",
                "{\"headers\": 7, \"cookies\": {}} | {\"headers\": 7, \"cookies\": {}}",
                "[1, 2] | [1, 2]",
                "42 | 42",
                "null | null",
                "true | true",
                "`` | ``"
            })
    void whatHasNoStatusIsTheBodyOfA200(String said, String body) throws IOException {
        node.say(said);

        Wire.Answer answer = node.ask(REQUEST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void aTextIsTheBodyItself() throws IOException {
        node.say("  \"a\\n\\u00fc\" ");

        assertThat(node.ask(REQUEST).body()).isEqualTo("a\nü");
    }

    @Test
    void anObjectWithAStatusIsTheWholeAnswer() throws IOException {
        node.say(
                """
                {"isBase64Encoded": true, "body": "aGk=", "cookies": ["a=1; Path=/", "b=2"],
                 "headers": {"Content-Type": "text/plain", "X-Number": 7, "X-True": true,
                             "X-Null": null}, "statusCode": 418}
                """);

        Wire.Answer answer = node.ask(REQUEST);

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("hi");
        assertThat(answer.header("content-type")).isEqualTo("text/plain");
        assertThat(answer.header("x-number")).isEqualTo("7");
        assertThat(answer.header("x-true")).isEqualTo("true");
        assertThat(answer.headers()).doesNotContainKey("x-null");
        assertThat(answer.headers().get("set-cookie")).containsExactly("a=1; Path=/", "b=2");
        assertThat(answer.header("content-length")).isEqualTo("2");
    }

    @Test
    void aStatusMayBeATextAndTheLastOfTwoNamesCounts() throws IOException {
        node.say("{\"statusCode\": 500, \"body\": \"x\", \"statusCode\": \"201\"}");

        assertThat(node.ask(REQUEST).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99",
                "100",
                "101",
                "199",
                "600",
                "1000",
                "\"abc\"",
                "2.5",
                "-200",
                "1e999999999",
                "true",
                "{}",
                "[200]",
                "\"\"",
                "\"2 0\""
            })
    void aStatusThatIsNoneIsTheFunctionsFault(String status) throws IOException {
        node.say("{\"body\": \"secret\", \"statusCode\": %s}".formatted(status));

        assertSpoilt(node.ask(REQUEST));
    }

    @Test
    void aNullStatusIsNone() throws IOException {
        node.say("{\"statusCode\": null, \"body\": \"x\"}");

        assertThat(node.ask(REQUEST).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304, 205})
    void whatHasNoBodyGetsNoneAndTheConnectionGoesOn(int status) throws IOException {
        node.say(
                "{\"statusCode\": %d, \"body\": \"HTTP/1.1 200 OK\", \"headers\": {\"Content-Length\": 15}}"
                        .formatted(status));
        try (Wire wire = node.connect()) {
            Wire.Answer answer = wire.ask(REQUEST);
            if (status != 205) {
                assertThat(answer.headers()).doesNotContainKey("content-length");
            }
            assertThat(answer.status()).isEqualTo(status);

            node.say("\"next\"");
            assertThat(wire.ask(REQUEST).body()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"X\": \"a\\r\\nSet-Cookie: evil=1\"}",
                "{\"X\": \"a\\nb\"}",
                "{\"X\": \"a\\u0000\"}",
                "{\"X\": \"\\ud83d\\ude00\"}",
                "{\"X Y\": \"a\"}",
                "{\"\": \"a\"}",
                "{\"X:\": \"a\"}",
                "{\"X\\r\\nY\": \"a\"}",
                "{\"\\u00fc\": \"a\"}",
                "{\"X\": {}}",
                "{\"X\": [\"a\", \"b\"]}",
                "[]",
                "\"X: y\""
            })
    void aHeaderThatIsNoneSpoilsTheAnswer(String headers) throws IOException {
        node.say("{\"statusCode\": 200, \"headers\": %s, \"body\": \"x\"}".formatted(headers));

        assertSpoilt(node.ask(REQUEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\": 200, \"isBase64Encoded\": true, \"body\": \"%%%\"}",
                "{\"statusCode\": 200, \"body\": {\"an\": \"object\"}}",
                "{\"statusCode\": 200, \"cookies\": \"a=1\"}",
                "{\"statusCode\": 200, \"cookies\": [\"a=1\\r\\nX: y\"]}",
                "{\"statusCode\": 200",
                "{\"statusCode\": 200} {}",
                "{'statusCode': 200}",
                "\"a\" \"b\"",
                "\"a"
            })
    void whatIsNoAnswerIsAnsweredWithoutAWordOfIt(String said) throws IOException {
        node.say(said);

        assertSpoilt(node.ask(REQUEST));
    }

    @Test
    void headersHaveBounds() throws IOException {
        StringBuilder many = new StringBuilder("{\"X\": \"y\"");
        for (int i = 0; i < 10_000; i++) {
            many.append(",\"X-").append(i).append("\": \"y\"");
        }
        node.say("{\"statusCode\": 200, \"headers\": %s}}".formatted(many));
        assertSpoilt(node.ask(REQUEST));

        node.say(
                "{\"statusCode\": 200, \"headers\": {\"X\": \"%s\"}}"
                        .formatted("y".repeat(1 << 20)));
        assertSpoilt(node.ask(REQUEST));
    }

    @Test
    void depthHasABoundAndCostsNoStack() throws IOException {
        node.say("{\"statusCode\": 200, \"x\": %s".formatted("[".repeat(100_000)));
        assertSpoilt(node.ask(REQUEST));

        node.say("[".repeat(100_000));
        assertThat(node.ask(REQUEST).status()).isEqualTo(200);
    }

    @Test
    void theFramingOfTheMessageIsOursAlone() throws IOException {
        node.say(
                """
                {"statusCode": 200, "body": "four", "headers": {"Transfer-Encoding": "chunked",
                 "content-length": "9999", "Connection": "close", "Keep-Alive": "x", "Upgrade": "h2c",
                 "Trailer": "x", "TE": "x", "Proxy-Connection": "x", "Date": "never", "Server": "x",
                 "Service-Worker-Allowed": "/", "Meterlark-Price": "0 USD", "X-Amzn-RequestId": "x"}}
                """);
        try (Wire wire = node.connect()) {
            Wire.Answer answer = wire.ask(REQUEST);

            assertThat(answer.body()).isEqualTo("four");
            assertThat(answer.headers())
                    .doesNotContainKeys(
                            "transfer-encoding",
                            "connection",
                            "keep-alive",
                            "upgrade",
                            "trailer",
                            "te",
                            "proxy-connection",
                            "server",
                            "service-worker-allowed",
                            "meterlark-price");
            assertThat(answer.header("date")).isNotEqualTo("never");
            assertThat(answer.header("x-amzn-requestid")).hasSize(36);
            assertThat(wire.ask(REQUEST).body()).isEqualTo("four");
        }
    }

    @Test
    void cookiesStayWithTheFunctionsOwnHost() throws IOException {
        node.say(
                """
                {"statusCode": 200, "headers": {"Set-Cookie": "h=1; Domain=localhost"},
                 "cookies": ["a=1; domain=.fn.localhost; Secure", "meterlark-session=stolen",
                             "__HOST-session=stolen; Path=/", " =__Host-visitor=x", "b=2;Path=/x"]}
                """);

        assertThat(node.ask(REQUEST).headers().get("set-cookie"))
                .containsExactly("h=1", "a=1; Secure", "b=2; Path=/x");
        assertThat(node.ask(IN_PATH).headers().get("set-cookie"))
                .containsExactly(
                        "h=1; Path=/acme/says",
                        "a=1; Secure; Path=/acme/says",
                        "b=2; Path=/acme/says");
    }

    @Test
    void inPathsAPageIsConfinedAndCannotSpeakForTheHost() throws IOException {
        node.say(
                """
                {"statusCode": 200, "body": "<p>", "headers": {"Content-Type": "Text/HTML; charset=utf-8",
                 "Strict-Transport-Security": "max-age=1", "Clear-Site-Data": "\\"*\\"",
                 "Content-Security-Policy": "default-src *"}}
                """);

        Wire.Answer shared = node.ask(IN_PATH);
        assertThat(shared.headers().get("content-security-policy"))
                .containsExactly("default-src *", "sandbox");
        assertThat(shared.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(shared.headers())
                .doesNotContainKeys("strict-transport-security", "clear-site-data");

        Wire.Answer own = node.ask(REQUEST);
        assertThat(own.header("content-security-policy")).isEqualTo("default-src *");
        assertThat(own.headers()).containsKeys("strict-transport-security", "clear-site-data");
    }

    @Test
    void whatARuntimeSaysIsNoJsonGoesOutAsItIs() throws IOException {
        byte[] png = Base64.getDecoder().decode("iVBORw0KGgo=");
        node.workers().end("says", new Ending.Succeeded(png, "image/png"));

        Wire.Answer answer = node.ask(REQUEST);

        assertThat(answer.bytes()).isEqualTo(png);
        assertThat(answer.header("content-type")).isEqualTo("image/png");
    }

    @Test
    void aLargeAnswerArrivesWhole() throws IOException {
        String large = "x".repeat(5 << 20);
        node.say("\"" + large + "\"");

        assertThat(node.ask(REQUEST).bytes()).hasSize(5 << 20).isEqualTo(large.getBytes(UTF_8));
    }

    @Test
    void whatItCostIsToldToThoseWhoPay() throws IOException {
        node.say("\"x\"");
        assertThat(node.ask(REQUEST).headers())
                .containsKey("meterlark-invocation-id")
                .doesNotContainKeys("meterlark-price", "meterlark-billed-ms");

        node.keys.addDeveloper(node.acme, "dev");
        node.publish(node.says.open(UrlAuth.KEY, null).revision(2));
        Wire.Answer owners = node.ask(REQUEST[0], REQUEST[1], "Authorization: Bearer mlk_dev");
        assertThat(owners.header("meterlark-price")).endsWith("USD");
        assertThat(owners.header("meterlark-billed-ms")).matches("\\d+");
        assertThat(owners.header("meterlark-cold-start")).isIn("true", "false");

        node.say("{\"statusCode\": 7}");
        Wire.Answer spoilt = node.ask(REQUEST[0], REQUEST[1], "Authorization: Bearer mlk_dev");
        assertThat(spoilt.header("meterlark-error-detail"))
                .isEqualTo("statusCode must be 200 to 599, was: 7");
    }

    @Test
    void whatNeededAKeyIsNotForCachesThatManyShare() throws IOException {
        node.say(
                """
                {"statusCode": 200, "headers": {"Cache-Control": "Public, max-age=60", "CDN-Cache-Control": "x"}}
                """);
        node.keys.addDeveloper(node.acme, "dev");
        assertThat(node.ask(REQUEST).header("cache-control")).isEqualTo("Public, max-age=60");

        node.publish(node.says.open(UrlAuth.KEY, null).revision(2));
        assertThat(
                        node.ask(REQUEST[0], REQUEST[1], "Authorization: Bearer mlk_dev")
                                .header("cache-control"))
                .isEqualTo("private");
    }

    @Test
    void headGetsTheHeadersOfAnAnswerWithoutItsBody() throws IOException {
        node.say("\"four\"");
        try (Wire wire = node.connect()) {
            Wire.Answer head = wire.ask("HEAD / HTTP/1.1", REQUEST[1]);

            assertThat(head.header("content-length")).isEqualTo("4");
            assertThat(wire.ask(REQUEST).body()).isEqualTo("four");
        }
        assertThat(new String(node.workers().requests().getFirst().payload(), UTF_8))
                .contains("\"method\":\"HEAD\"");
    }

    @Test
    void noOneAnswersForTheCallOfAnother() throws IOException {
        try (Wire wire = node.connect()) {
            for (int i = 0; i < 50; i++) {
                node.say("\"%d\"".formatted(i));
                assertThat(wire.ask(REQUEST).body()).isEqualTo(String.valueOf(i));
            }
        }
    }

    private static void assertSpoilt(Wire.Answer answer) {
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo("Internal Server Error");
        assertThat(answer.header("meterlark-error")).isEqualTo("function.answer-invalid");
        assertThat(answer.headers().keySet())
                .isSubsetOf(
                        List.of(
                                "cache-control",
                                "content-length",
                                "content-type",
                                "date",
                                "meterlark-error",
                                "meterlark-invocation-id",
                                "traceparent",
                                "x-amzn-requestid",
                                "x-content-type-options"));
    }
}

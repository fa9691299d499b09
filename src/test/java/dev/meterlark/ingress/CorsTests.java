package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.function.snapshot.UrlAuth;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What browsers are told about pages of other origins. */
class CorsTests {

    private static final String HOST = "Host: says.acme.fn.localhost";
    private static final Cors SHOP =
            new Cors(
                    List.of("https://shop.example"),
                    List.of("GET", "POST"),
                    List.of("x-basket"),
                    List.of("ETag"),
                    true,
                    60);
    private static final Cors ANY =
            new Cors(List.of("*"), List.of("*"), List.of("*"), List.of(), false, 0);

    @TempDir Path data;

    private IngressNode node;

    @BeforeEach
    void start() throws IOException {
        node = new IngressNode(data);
        node.say(
                """
                {"statusCode": 200, "body": "x", "headers": {"Access-Control-Allow-Origin": "https://evil.example"}}
                """);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aPreflightIsAnsweredByUsAndNeedsNoKey() throws IOException {
        node.publish(node.says.open(UrlAuth.KEY, SHOP).revision(2));
        try (Wire wire = node.connect()) {
            Wire.Answer answer = preflight(wire, "https://shop.example");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin"))
                    .isEqualTo("https://shop.example");
            assertThat(answer.header("access-control-allow-methods")).isEqualTo("GET,POST");
            assertThat(answer.header("access-control-allow-headers")).isEqualTo("x-basket");
            assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
            assertThat(answer.header("access-control-max-age")).isEqualTo("60");
            assertThat(answer.header("vary")).isEqualTo("Origin");

            Wire.Answer other = preflight(wire, "https://evil.example");
            assertThat(other.headers().toString()).doesNotContain("access-control");
        }
        assertThat(node.workers().requests()).isEmpty();
    }

    @Test
    void answersSayItTooAndTheFunctionCannotSayOtherwise() throws IOException {
        node.publish(node.says.open(UrlAuth.NONE, SHOP).revision(2));

        Wire.Answer shops = ask("https://shop.example");
        assertThat(shops.header("access-control-allow-origin")).isEqualTo("https://shop.example");
        assertThat(shops.header("access-control-expose-headers")).isEqualTo("ETag");
        assertThat(shops.header("vary")).isEqualTo("Origin");
        assertThat(ask("https://evil.example").headers().toString())
                .doesNotContain("access-control");
    }

    @Test
    void anyOriginIsAnyOrigin() throws IOException {
        node.publish(node.says.open(UrlAuth.NONE, ANY).revision(2));

        assertThat(ask("null").header("access-control-allow-origin")).isEqualTo("*");
        assertThat(ask("null").headers()).doesNotContainKeys("vary", "access-control-max-age");
    }

    @Test
    void withoutRulesTheFunctionAnswersForItself() throws IOException {
        assertThat(ask("https://x.example").header("access-control-allow-origin"))
                .isEqualTo("https://evil.example");
        try (Wire wire = node.connect()) {
            assertThat(preflight(wire, "https://x.example").body()).isEqualTo("x");
        }
    }

    @Test
    void aRefusalCanBeReadByThePageThatAsked() throws IOException {
        node.publish(node.says.open(UrlAuth.NONE, SHOP).revision(2).handler("fails"));

        Wire.Answer answer = ask("https://shop.example");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://shop.example");
    }

    private Wire.Answer ask(String origin) throws IOException {
        return node.ask("GET / HTTP/1.1", HOST, "Origin: " + origin);
    }

    private static Wire.Answer preflight(Wire wire, String origin) throws IOException {
        return wire.ask(
                "OPTIONS / HTTP/1.1",
                HOST,
                "Origin: " + origin,
                "Access-Control-Request-Method: PUT",
                "Access-Control-Request-Headers: x-basket");
    }
}

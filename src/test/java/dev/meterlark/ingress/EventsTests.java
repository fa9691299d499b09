package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;

/** What a function sees of a request: AWS's payload format 2.0. */
class EventsTests {

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

    @Test
    void anEventHoldsTheWholeRequestAsAwsHasIt() throws IOException {
        JsonNode event =
                event(
                        "POST /pa2%Fth//1?b=2&a=x%20y&b=3&flag HTTP/1.1",
                        "Host: echo.acme.fn.localhost:8090",
                        "User-Agent: tests/1",
                        "X-Many: one",
                        "x-many: two",
                        "Cookie: theme=dark; meterlark-session=secret; lang=en",
                        "Content-Type: text/plain",
                        "Content-Length: 5",
                        "",
                        "h\"\\e\u0001");

        assertThat(event.path("version").asString()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asString()).isEqualTo("$default");
        assertThat(event.path("rawPath").asString()).isEqualTo("/pa2%Fth//1");
        assertThat(event.path("rawQueryString").asString()).isEqualTo("b=2&a=x%20y&b=3&flag");
        assertThat(event.path("queryStringParameters"))
                .isEqualTo(json("{\"b\": \"2,3\", \"a\": \"x y\", \"flag\": \"\"}"));
        assertThat(event.path("cookies")).isEqualTo(json("[\"theme=dark\", \"lang=en\"]"));
        JsonNode headers = event.path("headers");
        assertThat(headers.path("host").asString()).isEqualTo("echo.acme.fn.localhost:8090");
        assertThat(headers.path("x-many").asString()).isEqualTo("one,two");
        assertThat(headers.path("x-forwarded-for").asString()).isEqualTo("127.0.0.1");
        assertThat(headers.path("x-forwarded-proto").asString()).isEqualTo("http");
        assertThat(headers.path("x-forwarded-port").asInt()).isEqualTo(node.port());
        assertThat(headers.path("x-amzn-trace-id").asString()).startsWith("Root=1-");
        assertThat(headers.has("cookie")).isFalse();
        assertThat(event.path("body").asString()).isEqualTo("h\"\\e\u0001");
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();

        JsonNode context = event.path("requestContext");
        assertThat(context.path("accountId").asString()).isEqualTo("anonymous");
        assertThat(context.path("apiId").asString()).isEqualTo(node.echo.snapshot().url().id());
        assertThat(context.path("domainName").asString()).isEqualTo("echo.acme.fn.localhost");
        assertThat(context.path("domainPrefix").asString()).isEqualTo("echo");
        assertThat(context.path("stage").asString()).isEqualTo("$default");
        assertThat(context.path("timeEpoch").asLong())
                .isEqualTo(node.invocations.clock.instant().toEpochMilli());
        assertThat(context.path("time").asString()).matches("\\d\\d/\\w{3}/\\d{4}:.* \\+0000");
        assertThat(context.path("http"))
                .isEqualTo(
                        json(
                                """
                                {"method": "POST", "path": "/pa2%Fth//1", "protocol": "HTTP/1.1",
                                 "sourceIp": "127.0.0.1", "userAgent": "tests/1"}
                                """));
        assertThat(context.path("requestId").asString())
                .isEqualTo(node.workers().requests().getFirst().id().toString());
    }

    @Test
    void whatIsNotThereIsNotInTheEvent() throws IOException {
        JsonNode event = event("GET / HTTP/1.1", "Host: echo.acme.fn.localhost");

        assertThat(event.has("body")).isFalse();
        assertThat(event.has("cookies")).isFalse();
        assertThat(event.has("queryStringParameters")).isFalse();
        assertThat(event.path("rawQueryString").asString("?")).isEmpty();
        assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "application/octet-stream, true",
        "multipart/form-data; boundary=x, true",
        "application/x-www-form-urlencoded, true",
        "image/png, true",
        "text/html, false",
        "Application/JSON; charset=utf-8, false",
        "application/problem+json, false",
        "image/svg+xml, false"
    })
    void aBodyIsBase64UnlessItsTypeIsText(String type, boolean base64) throws IOException {
        JsonNode event =
                event(
                        "POST / HTTP/1.1",
                        "Host: echo.acme.fn.localhost",
                        "Content-Type: " + type,
                        "Content-Length: 6",
                        "",
                        new String("Grüß".getBytes(UTF_8), ISO_8859_1));

        String body = event.path("body").asString();
        assertThat(event.path("isBase64Encoded").asBoolean()).isEqualTo(base64);
        assertThat(base64 ? new String(Base64.getDecoder().decode(body), UTF_8) : body)
                .isEqualTo("Grüß");
    }

    @Test
    void textThatIsNoUtf8OrIsCompressedIsBase64() throws IOException {
        JsonNode latin =
                event(
                        "POST / HTTP/1.1",
                        "Host: echo.acme.fn.localhost",
                        "Content-Type: text/plain",
                        "Content-Length: 1",
                        "",
                        "\u00fc");
        JsonNode zipped =
                event(
                        "POST / HTTP/1.1",
                        "Host: echo.acme.fn.localhost",
                        "Content-Type: text/plain",
                        "Content-Encoding: gzip",
                        "Content-Length: 2",
                        "",
                        "ab");

        assertThat(latin.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(zipped.path("isBase64Encoded").asBoolean()).isTrue();
    }

    @Test
    void inPathsAFunctionSeesWhatFollowsItsName() throws IOException {
        JsonNode event = event("GET /acme/echo/a/b?c=d HTTP/1.1", "Host: localhost:8090");
        JsonNode bare = event("GET /acme/echo HTTP/1.1", "Host: 127.0.0.1");

        assertThat(event.path("rawPath").asString()).isEqualTo("/a/b");
        assertThat(event.at("/requestContext/http/path").asString()).isEqualTo("/a/b");
        assertThat(event.at("/headers/x-forwarded-prefix").asString()).isEqualTo("/acme/echo");
        assertThat(bare.path("rawPath").asString()).isEqualTo("/");
    }

    @Test
    void nobodyWritesForAProxyThatIsNotTrusted() throws IOException {
        JsonNode event =
                event(
                        "GET / HTTP/1.1",
                        "Host: echo.acme.fn.localhost",
                        "X-Forwarded-For: 203.0.113.9",
                        "X-Forwarded-Proto: https",
                        "X-Amzn-Tls-Version: TLSv1.3",
                        "X-Http2-Stream-Id: 5",
                        "X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793");

        assertThat(event.at("/headers/x-forwarded-for").asString()).isEqualTo("127.0.0.1");
        assertThat(event.at("/headers/x-forwarded-proto").asString()).isEqualTo("http");
        assertThat(event.path("headers").has("x-amzn-tls-version")).isFalse();
        assertThat(event.path("headers").has("x-http2-stream-id")).isFalse();
        assertThat(event.at("/headers/x-amzn-trace-id").asString())
                .startsWith("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=");
    }

    @Test
    void aFunctionIsToldItsOwnPlaceInTheTraceOfWhoAsked() throws IOException {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        JsonNode headers =
                event(
                                "GET / HTTP/1.1",
                                "Host: echo.acme.fn.localhost",
                                "traceparent: 00-%s-b7ad6b7169203331-01".formatted(trace),
                                "tracestate: vendor=1")
                        .path("headers");

        String own = headers.path("traceparent").asString();
        assertThat(own).startsWith("00-" + trace + "-").endsWith("-01");
        assertThat(own).doesNotContain("b7ad6b7169203331");
        assertThat(headers.path("tracestate").asString()).isEqualTo("vendor=1");
        assertThat(headers.path("x-amzn-trace-id").asString())
                .isEqualTo(
                        "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=%s;Sampled=1"
                                .formatted(own.substring(36, 52)));
    }

    @Test
    void aStateOfNoTraceIsNotHandedOn() throws IOException {
        JsonNode headers =
                event(
                                "GET / HTTP/1.1",
                                "Host: echo.acme.fn.localhost",
                                "traceparent: nonsense",
                                "tracestate: vendor=1")
                        .path("headers");

        assertThat(headers.path("traceparent").asString())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(headers.has("tracestate")).isFalse();
    }

    @Test
    void headersKeepWhatTheyHoldWhateverItIs() throws IOException {
        JsonNode event =
                event(
                        "GET /?q=%22%5C%00%ff&%=%2 HTTP/1.1",
                        "Host: echo.acme.fn.localhost", "X-Odd: \"\\\t\u00e9");

        assertThat(event.at("/headers/x-odd").asString()).isEqualTo("\"\\\t\u00e9");
        assertThat(event.at("/queryStringParameters/q").asString()).isEqualTo("\"\\\u0000\ufffd");
        assertThat(event.at("/queryStringParameters/%").asString()).isEqualTo("%2");
    }

    private JsonNode event(String... lines) throws IOException {
        try (Wire wire = node.connect()) {
            String request = String.join("\r\n", lines);
            wire.send(request.contains("\r\n\r\n") ? request : request + "\r\n\r\n");
            Wire.Answer answer = wire.read();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return json(answer.body());
        }
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }
}

package dev.meterlark.telemetry.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.SpanContext;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class OtlpExportTests {

    private static final String PREFIX = "meterlark.telemetry.traces.";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SampleRecords samples = new SampleRecords(5);
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private volatile int status = 200;
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/v1/traces",
                exchange -> {
                    tokens.add(Objects.toString(exchange.getRequestHeaders().getFirst("token")));
                    received.add(new String(exchange.getRequestBody().readAllBytes()));
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    @Test
    void aCallIsASpanWithItsPhasesBelowIt() throws Exception {
        InvocationRecord call =
                samples.failed(
                        AccountId.random(), FunctionId.random(), NOON, ErrorCode.FUNCTION_ERROR);
        var export = export(Map.of("headers.token", "secret"));
        export.ended(span("b7ad6b7169203331", true), call);
        export.stop();

        JsonNode resource =
                JsonMapper.shared()
                        .readTree(Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS)))
                        .get("resourceSpans")
                        .get(0);
        JsonNode spans = resource.get("scopeSpans").get(0).get("spans");
        JsonNode whole = spans.get(0);
        assertThat(tokens.poll()).isEqualTo("secret");
        assertThat(whole.get("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(whole.get("parentSpanId").asString()).isEqualTo("b7ad6b7169203331");
        assertThat(whole.get("name").asString()).isEqualTo(call.functionName());
        assertThat(whole.get("status").get("code").asInt()).isEqualTo(2);
        assertThat(whole.get("attributes").toString())
                .contains("faas.invocation_id", call.invocation().toString(), "function.error");
        long took = call.queuedMicros() + call.startMicros() + call.initMicros() + call.runMicros();
        assertThat(nanos(whole, "endTimeUnixNano") - nanos(whole, "startTimeUnixNano"))
                .isEqualTo(took * 1000);
        assertThat(spans.size()).isBetween(2, 5);
        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i).get("parentSpanId")).isEqualTo(whole.get("spanId"));
            assertThat(nanos(spans.get(i), "endTimeUnixNano"))
                    .isLessThanOrEqualTo(nanos(whole, "endTimeUnixNano"));
        }
        assertThat(metrics.counter("meterlark.telemetry.traces.sent").count()).isEqualTo(1);
    }

    private static SpanContext span(@Nullable String parent, boolean sampled) {
        return new SpanContext(
                "0af7651916cd43dd8448eb211c80319c", "8def0123456789ab", parent, sampled, null);
    }

    @Test
    void aCallerThatSaysNoIsHeeded() {
        var export = export(Map.of());
        export.ended(
                span("b7ad6b7169203331", false),
                samples.succeeded(AccountId.random(), FunctionId.random(), NOON));
        export.stop();

        assertThat(received).isEmpty();
    }

    @Test
    void aReceiverThatRefusesCostsItsSpansAndNothingElse() {
        status = 503;
        var export = export(Map.of());
        export.ended(
                span(null, true), samples.succeeded(AccountId.random(), FunctionId.random(), NOON));
        export.stop();

        assertThat(metrics.counter("meterlark.telemetry.traces.dropped").count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, ftp://x/y",
        "endpoint, nothing",
        "share, 1.1",
        "queue, 0",
        "batch, 0",
        "every, 0s",
        "timeout, 0s",
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> properties(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("was:");
    }

    private static long nanos(JsonNode span, String field) {
        return Long.parseLong(span.get(field).asString());
    }

    private OtlpExport export(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put(
                "endpoint",
                "http://127.0.0.1:%d/v1/traces".formatted(receiver.getAddress().getPort()));
        settings.put("every", "100ms");
        var export = new OtlpExport(properties(settings), metrics);
        export.start();
        return export;
    }

    private static TraceProperties properties(Map<String, String> settings) {
        Map<String, String> whole = new HashMap<>();
        settings.forEach((key, value) -> whole.put(PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate("meterlark.telemetry.traces", TraceProperties.class);
    }
}

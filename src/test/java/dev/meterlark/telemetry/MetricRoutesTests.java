package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@LedgerSliceTest
class MetricRoutesTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String AROUND_NOON = "from=2026-11-23T11:00:00Z&to=2026-11-23T13:00:00Z";

    @Autowired private List<RecordSink> sinks;
    @Autowired private StoredLogs logs;
    @Autowired private LedgerSlice.Names names;
    @LocalServerPort private int port;

    private final SampleRecords samples = new SampleRecords(UUID.randomUUID().hashCode());
    private AccountId account = AccountId.random();
    private FunctionId function = FunctionId.random();
    private Http http = new Http(0, account);

    @BeforeEach
    void aFunction() {
        account = AccountId.random();
        function = names.add(account, "hello");
        http = new Http(port, account);
    }

    @Test
    void aChartOfAFunctionHasItsCallsAtOnce() {
        var good = samples.succeeded(account, function, NOON);
        var bad = samples.failed(account, function, NOON, ErrorCode.FUNCTION_ERROR);
        sinks.forEach(s -> s.accept(List.of(good, bad)));

        var answer = json("/api/v1/functions/hello/metrics?step=1h&" + AROUND_NOON);
        var points = answer.get("points");

        assertThat(answer.get("step").asString()).isEqualTo("1h");
        assertThat(points).hasSize(2);
        assertThat(points.get(0).get("calls").asLong()).isZero();
        assertThat(points.get(0).get("latencyMs").isNull()).isTrue();
        assertThat(points.get(1).get("at").asString()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(points.get(1).get("calls").asLong()).isEqualTo(2);
        assertThat(points.get(1).get("errors").get("function").asLong()).isEqualTo(1);
        assertThat(points.get(1).get("latencyMs").get("p95").asDouble()).isPositive();
        assertThat(json("/api/v1/metrics?step=1d").get("points").get(1).get("calls").asLong())
                .isEqualTo(2);
        assertThat(
                        json("/api/v1/functions/hello/metrics?version=7&step=1d")
                                .get("points")
                                .get(1)
                                .get("calls")
                                .asLong())
                .isZero();
    }

    @Test
    void aRangeThatIsNoneIsRefusedWithItsValue() {
        assertRefused(
                "/metrics?step=2m", "step must be one of 1m, 5m, 15m, 1h, 3h, 6h, 1d, was: 2m");
        assertRefused("/metrics?from=odd", "from must be a date such as 2026-11-01 or an instant");
        assertRefused(
                "/metrics?from=2026-11-01&to=2026-11-02&step=1m",
                "steps of 1m are kept for 3 days");
        assertThat(http.get("/api/v1/functions/nobody/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void linesAreFoundAndDownloaded() {
        var call = InvocationId.at(NOON);
        logs.add(
                List.of(
                        log(call, "1", "INFO begun\nERROR no stock\n"),
                        log(InvocationId.at(NOON.plusSeconds(1)), "2", "WARN low\n")));

        var items = json("/api/v1/functions/hello/logs/search?text=STOCK&level=warn").get("items");

        assertThat(items).hasSize(1);
        assertThat(items.get(0).get("text").asString()).isEqualTo("ERROR no stock");
        assertThat(items.get(0).get("level").asString()).isEqualTo("error");
        assertThat(items.get(0).get("line").asInt()).isEqualTo(2);
        assertThat(items.get(0).get("version").asString()).isEqualTo("1");
        assertThat(items.get(0).get("invocationId").asString()).isEqualTo(call.toString());
        assertThat(json("/api/v1/functions/hello/logs/search?call=" + call).get("items"))
                .hasSize(2);
        assertThat(json("/api/v1/logs/search?limit=2").get("items"))
                .extracting(item -> item.get("function").asString())
                .containsExactly("hello", "hello");
        var file = http.get("/api/v1/functions/hello/logs/download?level=warn");
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
        assertThat(file.body())
                .isEqualTo(
                        "2026-11-23T12:00:00Z %s ERROR no stock\n".formatted(call)
                                + file.body().lines().skip(1).findFirst().orElseThrow()
                                + "\n")
                .endsWith("WARN low\n");
        assertThat(http.get("/api/v1/logs/download?level=warn").body()).isEqualTo(file.body());
        assertThat(http.get("/api/v1/logs/download?call=" + call).body().lines()).hasSize(2);
        var stranger = new Http(port, AccountId.random());
        assertThat(stranger.get("/api/v1/logs/download").body()).isEmpty();
    }

    @Test
    void aSearchThatMakesNoSenseIsRefusedWithItsValue() {
        assertRefused("/logs/search?level=loud", "level must be debug, info, warn or error");
        assertRefused("/logs/search?call=x", "call must be the id of a call, was: x");
        assertRefused("/logs/search?from=x", "from must be a date such as");
        assertRefused("/logs/download?to=3500-01-01", "to must lie between");
        assertThat(http.get("/api/v1/functions/nobody/logs/search").statusCode()).isEqualTo(404);
        assertThat(http.get("/api/v1/functions/nobody/logs/download").statusCode()).isEqualTo(404);
    }

    private CallLog log(InvocationId call, String version, String text) {
        return new CallLog(
                call,
                1,
                account,
                function,
                "hello",
                version,
                NOON,
                text.getBytes(StandardCharsets.UTF_8),
                0);
    }

    private void assertRefused(String path, String text) {
        HttpResponse<String> answer = http.get("/api/v1/functions/hello" + path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(text);
    }

    private JsonNode json(String path) {
        HttpResponse<String> answer = http.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}

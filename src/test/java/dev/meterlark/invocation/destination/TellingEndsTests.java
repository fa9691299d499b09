package dev.meterlark.invocation.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.function.snapshot.WebhookKeys;
import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.network.Receiver;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** From a call's end to a real receiver on this machine. */
@MeterlarkTest
class TellingEndsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired List<EndListener> listeners;
    @Autowired TransactionTemplate transaction;
    @Autowired FunctionNames names;
    @Autowired WebhookKeys keys;
    @Autowired JdbcClient database;

    private final Receiver receiver = Receiver.answering(200);
    private Tenants.Tenant owner;
    private FunctionId function;

    @BeforeEach
    void newFunction() {
        owner = tenants.newOwner();
        ask("POST", "/api/v1/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}");
        ask(
                "PUT",
                "/api/v1/functions/hello/async",
                "{\"onFailure\": {\"type\": \"webhook\", \"url\": \"%s\"}}"
                        .formatted(receiver.url()));
        function = names.functionId(owner.account().id(), "hello").orElseThrow();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aReceiverIsToldInAwsShapeSignedUnderTheCallsId() throws Exception {
        EndedCall call = failed(EndReason.RETRIES_EXHAUSTED);

        end(call);
        eventually(() -> !receiver.received().isEmpty());

        Receiver.Received told = receiver.received().getFirst();
        JsonNode record = new JsonMapper().readTree(told.body());
        assertThat(record)
                .isEqualTo(
                        new JsonMapper()
                                .readTree(
                                        """
                                        {"version": "1.0", "timestamp": "2026-11-01T10:01:01.234Z",
                                         "requestContext": {"requestId": "%s",
                                          "functionArn":
                                            "arn:aws:lambda:us-east-1:%s:function:hello:$LATEST",
                                          "condition": "RetriesExhausted",
                                          "approximateInvokeCount": 3},
                                         "requestPayload": {"a": 1},
                                         "responseContext": {"statusCode": 200,
                                          "executedVersion": "$LATEST",
                                          "functionError": "Unhandled"},
                                         "responsePayload": {"errorType": "Oops",
                                          "errorMessage": "no"}}
                                        """
                                                .formatted(call.id(), owner.account().number())));
        assertThat(told.headers())
                .containsEntry("webhook-id", call.id().toString())
                .containsEntry("content-type", "application/json");
        assertThat(told.headers().get("webhook-signature")).isEqualTo("v1," + expected(told));
    }

    @Test
    void aReceiverIsToldWhichTraceItIsBelow() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String caller = "00-%s-b7ad6b7169203331-01".formatted(trace);
        EndedCall call =
                EndedCalls.in(
                        new TraceContext(null, caller, "vendor=1"),
                        failed(EndReason.RETRIES_EXHAUSTED));
        EndedCall alone = failed(EndReason.AGE_EXCEEDED);

        end(call);
        end(alone);
        eventually(() -> receiver.received().size() >= 2);

        assertThat(told(call))
                .hasEntrySatisfying(
                        "traceparent", said -> assertThat(said).startsWith("00-" + trace + "-"))
                .doesNotContainEntry("traceparent", caller)
                .containsEntry("tracestate", "vendor=1");
        assertThat(told(alone).get("traceparent"))
                .contains(alone.id().toString().replace("-", "").substring(8))
                .endsWith("-00");
    }

    private Map<String, String> told(EndedCall call) {
        return receiver.received().stream()
                .map(Receiver.Received::headers)
                .filter(each -> call.id().toString().equals(each.get("webhook-id")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheReceiverDoesNotTakeComesAgainUnderTheSameId() throws Exception {
        receiver.nowAnswers(Receiver.status(500, ""));
        EndedCall call = failed(EndReason.AGE_EXCEEDED);
        end(call);
        eventually(() -> receiver.received().size() >= 2);
        receiver.nowAnswers(Receiver.status(200, ""));
        eventually(() -> waiting(call) == 0);

        assertThat(receiver.received())
                .allMatch(each -> call.id().toString().equals(each.headers().get("webhook-id")));
    }

    @Test
    void aReceiverThatWantsNoMoreIsLeftAloneAndTheNoticeIsParked() throws Exception {
        receiver.nowAnswers(Receiver.status(410, ""));
        EndedCall call = failed(EndReason.RETRIES_EXHAUSTED);
        end(call);

        eventually(() -> parked(call));
    }

    @Test
    void whatIsRolledBackIsToldToNobody() {
        EndedCall call = failed(EndReason.RETRIES_EXHAUSTED);
        transaction.executeWithoutResult(
                status -> {
                    listeners.forEach(each -> each.ended(List.of(call)));
                    status.setRollbackOnly();
                });

        assertThat(waiting(call)).isZero();
    }

    @Test
    void aCancelledCallAndOneWithoutADestinationAreToldToNobody() {
        EndedCall cancelled = failed(EndReason.CANCELLED);
        EndedCall quiet = EndedCalls.succeeded(owner.account().id(), function, null);
        end(cancelled);
        end(quiet);

        assertThat(waiting(cancelled)).isZero();
        assertThat(waiting(quiet)).isZero();
    }

    private EndedCall failed(EndReason reason) {
        return EndedCalls.failed(
                owner.account().id(), function, reason, new OfWebhook(URI.create(receiver.url())));
    }

    private void end(EndedCall call) {
        transaction.executeWithoutResult(_ -> listeners.forEach(each -> each.ended(List.of(call))));
    }

    private String expected(Receiver.Received told) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(keys.of(function).getFirst(), "HmacSHA256"));
        String signed =
                told.headers().get("webhook-id")
                        + "."
                        + told.headers().get("webhook-timestamp")
                        + "."
                        + told.body();
        return Base64.getEncoder()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private long waiting(EndedCall call) {
        return count("select count(*) from outbox where id = ?", call);
    }

    private boolean parked(EndedCall call) {
        return count(
                        "select count(*) from outbox where id = ? and parked_at is not null and"
                                + " trouble like '%410%'",
                        call)
                == 1;
    }

    private long count(String sql, EndedCall call) {
        return Objects.requireNonNull(
                database.sql(sql).param(call.id().value()).query(Long.class).single());
    }

    private void ask(String method, String path, String body) {
        assertThat(new Asked(port).ask(method, path, owner.token(), body).statusCode())
                .isBetween(200, 299);
    }

    private static void eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}

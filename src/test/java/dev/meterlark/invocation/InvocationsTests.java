package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

class InvocationsTests {

    private final AccountId account = AccountId.random();

    @TempDir Path data;
    private InvocationNode node;

    @BeforeEach
    void start() throws IOException {
        node = new InvocationNode(data);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theAnswerIsTheFunctionsAndItsRecordSaysWhatItTookAndCost() {
        Published function = Published.function(account, "thumbs");
        node.publish(function);

        Answer answer = node.call(account, "thumbs", "{\"n\":1}");

        assertThat(answer)
                .asInstanceOf(type(Answer.Succeeded.class))
                .satisfies(
                        a -> {
                            assertThat(a.payload()).asString().isEqualTo("{\"n\":1}");
                            assertThat(a.contentType()).isEqualTo("application/json");
                        });
        InvocationRecord record = answer.record();
        assertThat(record)
                .returns(1, InvocationRecord::attempt)
                .returns(account, InvocationRecord::account)
                .returns(function.function(), InvocationRecord::function)
                .returns("thumbs", InvocationRecord::functionName)
                .returns("$LATEST", InvocationRecord::version)
                .returns("rest", InvocationRecord::source)
                .returns(node.clock.instant(), InvocationRecord::startedAt)
                .returns(null, InvocationRecord::errorCode)
                .returns(true, InvocationRecord::billable)
                .returns(true, InvocationRecord::cold)
                .returns(30_000L, InvocationRecord::startMicros)
                .returns(20_000L, InvocationRecord::initMicros)
                .returns(5_000L, InvocationRecord::runMicros)
                .returns(25L, InvocationRecord::billedMillis)
                .returns(256, InvocationRecord::memoryMiB)
                .returns(1_500L, InvocationRecord::cpuMicros)
                .returns(20L << 20, InvocationRecord::peakMemoryBytes)
                .returns(7L, InvocationRecord::requestBytes)
                .returns(7L, InvocationRecord::responseBytes)
                .returns("0.00000064 USD", r -> r.price().toString())
                .returns(InvocationNode.PRICE_BOOK, InvocationRecord::priceBook);
        assertThat(node.records.awaitSize(1)).containsExactly(record);
    }

    @Test
    void aWarmCallPaysForItsRunAlone() {
        node.publish(Published.function(account, "thumbs"));
        node.call(account, "thumbs", "{}");

        InvocationRecord record = node.call(account, "thumbs", "{}").record();

        assertThat(record.cold()).isFalse();
        assertThat(record.billedMillis()).isEqualTo(5);
    }

    @Test
    void theFunctionSeesEventTraceAndConfiguration() {
        Published function = Published.function(account, "env");
        byte[] sealed =
                node.vault.seal(
                        "{\"GREETING\":\"hi\"}".getBytes(StandardCharsets.UTF_8),
                        FunctionSnapshot.environmentContext(account, function.function()));
        node.publish(function.environment(sealed));

        Answer answer = node.call(account, "env", "{\"n\":1}");

        SandboxSpec spec = node.workers.specs().getFirst();
        assertThat(spec.environment()).isEqualTo(Map.of("GREETING", "hi"));
        assertThat(spec.functionArn())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000001:function:env");
        assertThat(spec.timeout()).isEqualTo(Duration.ofSeconds(3));
        RunRequest request = node.workers.requests().getFirst();
        assertThat(request.id()).isEqualTo(answer.record().invocation());
        assertThat(request.traceId()).startsWith("Root=1-").endsWith(";Sampled=0");
    }

    @Test
    void theEnvironmentIsOpenedOnceForARevision() {
        Published function = Published.function(account, "env");
        byte[] sealed =
                node.vault.seal(
                        "{}".getBytes(StandardCharsets.UTF_8),
                        FunctionSnapshot.environmentContext(account, function.function()));
        node.publish(function.environment(sealed));
        node.call(account, "env", "{}");
        node.call(account, "env", "{}");
        assertThat(node.vault.opened()).isEqualTo(1);

        node.publish(function.environment(sealed).revision(2));
        node.call(account, "env", "{}");

        assertThat(node.vault.opened()).isEqualTo(2);
    }

    @Test
    void anEnvironmentThatDoesNotOpenIsThePlatformsFaultAndFree() {
        byte[] foreign = node.vault.seal(new byte[] {'{', '}'}, contextOf("another"));
        node.publish(Published.function(account, "env").environment(foreign));

        Answer answer = node.call(account, "env", "{}");

        assertThat(answer)
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.ISOLATION_UNAVAILABLE, Answer.Failed::code)
                .returns(null, Answer.Failed::errorType);
        assertThat(answer.record().billable()).isFalse();
        assertThat(node.workers.specs()).isEmpty();
        assertThat(node.running.inFlight()).isZero();
    }

    @Test
    void aCallWhoseRecordCannotBeKeptIsNoSuccess() {
        node.publish(Published.function(account, "thumbs"));
        node.journal.destroy();

        assertThat(node.refusal(account, "thumbs", "{}"))
                .returns(ErrorCode.RECORD_NOT_KEPT, RefusedException::code);
        assertThat(node.logs).isEmpty();
        assertThat(node.running.inFlight()).isZero();
        assertThat(node.metrics.get("meterlark.calls.unrecorded").counter().count()).isEqualTo(1);
    }

    @Test
    void aCallThatCannotBePricedIsNoSuccessEither() {
        node.publish(Published.function(account, "thumbs"));
        node.spend.price(
                _ -> {
                    throw new IllegalStateException("no plan");
                });

        assertThat(node.refusal(account, "thumbs", "{}"))
                .returns(ErrorCode.RECORD_NOT_KEPT, RefusedException::code)
                .satisfies(e -> assertThat(e.publicText()).doesNotContain("no plan"));
        assertThat(node.running.inFlight()).isZero();
    }

    @Test
    void aWorkerThatThrowsIsAPlatformFaultThatIsRecordedAndFree() {
        node.publish(Published.function(account, "thumbs").handler("unknown to the fake"));

        Answer answer = node.call(account, "thumbs", "{}");

        assertThat(answer)
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.PLATFORM_ERROR, Answer.Failed::code)
                .satisfies(a -> assertThat(a.message()).doesNotContain("behaviour"));
        assertThat(answer.record().price().amount()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(node.records.awaitSize(1)).containsExactly(answer.record());
        assertThat(node.running.inFlight()).isZero();
    }

    @Test
    void theLogGoesToItsSinkWithTheCallsKey() {
        node.publish(Published.function(account, "thumbs"));
        node.workers.print("two\nlines\n");

        InvocationRecord record = node.call(account, "thumbs", "{}").record();

        assertThat(node.logs)
                .singleElement()
                .returns(record.invocation(), CallLog::invocation)
                .returns(1, CallLog::attempt)
                .returns(account, CallLog::account)
                .satisfies(log -> assertThat(log.text()).asString().isEqualTo("two\nlines\n"));
    }

    @Test
    void callsAreCountedByEndingAndRefusalsByCode() {
        node.publish(Published.function(account, "thumbs"));
        node.publish(Published.function(account, "broken").handler("fails"));
        node.call(account, "thumbs", "{}");
        node.call(account, "thumbs", "{}");
        node.call(account, "broken", "{}");
        node.refusal(account, "missing", "{}");

        assertThat(node.metrics.get("meterlark.calls").tag("start", "cold").timer().count())
                .isEqualTo(1);
        assertThat(node.metrics.get("meterlark.calls").tag("start", "warm").timer().count())
                .isEqualTo(1);
        assertThat(
                        node.metrics
                                .get("meterlark.calls")
                                .tag("code", "function.error")
                                .tag("fault", "function")
                                .timer()
                                .count())
                .isEqualTo(1);
        assertThat(
                        node.metrics
                                .get("meterlark.calls.refused")
                                .tag("code", "not-found")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void aWithdrawnFunctionIsGoneAtOnce() {
        Published function = Published.function(account, "thumbs");
        node.publish(function);
        node.call(account, "thumbs", "{}");

        node.snapshots.withdraw(function.withdrawal(1000));

        assertThat(node.refusal(account, "thumbs", "{}").code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void anEndingWithoutAnswerStillSaysWhatTheFunctionSent() {
        node.publish(Published.function(account, "broken").handler("broken"));
        node.workers.end("broken", FakeWorkers.failed("TypeError", "x is not a function"));

        Answer.Failed answer = (Answer.Failed) node.call(account, "broken", "{}");

        assertThat(answer.errorObject()).asString().contains("TypeError");
        assertThat(answer.record().responseBytes()).isEqualTo(answer.errorObject().length);
        assertThat(answer.record().errorType()).isEqualTo("TypeError");
        assertThat(answer.record().errorMessage()).isEqualTo("x is not a function");
    }

    @Test
    void whatAFunctionSaysOfItselfIsCutToLength() {
        node.publish(Published.function(account, "broken").handler("broken"));
        node.workers.end(
                "broken",
                new Ending.FunctionFailed("T".repeat(1000), "m".repeat(10_000), new byte[0]));

        InvocationRecord record = node.call(account, "broken", "{}").record();

        assertThat(Objects.requireNonNull(record.errorType())).hasSize(256);
        assertThat(Objects.requireNonNull(record.errorMessage())).hasSize(4096);
    }

    private String contextOf(String what) {
        return "function-environment/" + account + "/" + what;
    }
}

package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class InvocationsTests {

    private static final int LARGEST = 6 << 20;

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
    void anotherAccountsFunctionIsTheSame404AsNone() {
        node.publish(Published.function(AccountId.random(), "thumbs"));

        RefusedException foreign = refusal("thumbs", "{}");
        node.snapshots.replaceAll(
                new SnapshotSource.Reading(List.of(), List.of()), node.snapshots.changes());
        RefusedException missing = refusal("thumbs", "{}");

        assertThat(foreign.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(foreign.publicText())
                .isEqualTo("there is no function named thumbs")
                .isEqualTo(missing.publicText());
        assertThat(missing.code()).isEqualTo(foreign.code());
    }

    @Test
    void aVersionThatIsNotThereIsA404() {
        node.publish(Published.function(account, "thumbs"));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () ->
                                node.invocations.invoke(
                                        account,
                                        new FunctionRef("thumbs", "7"),
                                        Event.json(new byte[0], "rest")))
                .returns(ErrorCode.NOT_FOUND, RefusedException::code)
                .withMessageContaining("version or alias 7");
    }

    @Test
    void aFunctionWithoutCodeSaysSo() {
        node.publish(Published.function(account, "thumbs").withoutCode());

        assertThat(refusal("thumbs", "{}"))
                .returns(ErrorCode.FUNCTION_WITHOUT_CODE, RefusedException::code)
                .returns(
                        "the function thumbs has no code: upload a package first",
                        RefusedException::publicText);
    }

    @Test
    void anEventOfSixMebibytesIsTakenAndOneByteMoreIsNot() {
        node.publish(Published.function(account, "thumbs"));

        assertThat(node.call(account, "thumbs", jsonOf(LARGEST)))
                .isInstanceOf(Answer.Succeeded.class);
        assertThat(refusal("thumbs", jsonOf(LARGEST + 1)))
                .returns(ErrorCode.EVENT_TOO_LARGE, RefusedException::code)
                .satisfies(e -> assertThat(e.publicText()).contains("6291456 bytes"));
    }

    @Test
    void anEmptyEventIsAnEmptyObjectAndCountsNoBytes() {
        node.publish(Published.function(account, "thumbs"));

        Answer.Succeeded answer = (Answer.Succeeded) node.call(account, "thumbs", "");

        assertThat(answer.payload()).asString().isEqualTo("{}");
        assertThat(answer.record().requestBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "application/json, {\"a\":}, line 1; column 6",
                "application/json;charset=utf-8, nope, line 1",
                "application/cloudevents+json, [1;2], line 1",
                "APPLICATION/JSON, {} {}, a second value begins at line 1; column 4",
                "application/json, ~   ~, holds no value",
                "application/json, {, line 1",
            })
    void anEventThatIsNotTheJsonItClaimsToBeIsRefusedWithThePlace(
            String contentType, String text, String says) {
        node.publish(Published.function(account, "thumbs"));
        Event event =
                new Event(
                        text.getBytes(StandardCharsets.UTF_8),
                        contentType,
                        "rest",
                        TraceContext.NONE,
                        null,
                        Lineage.FIRST);

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () -> node.invocations.invoke(account, FunctionRef.latest("thumbs"), event))
                .returns(ErrorCode.EVENT_MALFORMED, RefusedException::code)
                .withMessageContaining(says.replace(';', ','));
        assertThat(node.workers.requests()).isEmpty();
    }

    @Test
    void aChainOfCallsEndsWhereItGetsTooDeepAndSaysFromWhere() {
        node.publish(Published.function(account, "circle"));
        Lineage lineage = Lineage.FIRST;
        for (int depth = 0; depth < 16; depth++) {
            lineage = lineage.child(InvocationId.at(node.clock.instant()));
        }
        Lineage last = lineage;
        Lineage beyond = last.child(InvocationId.at(node.clock.instant()));

        assertThat(node.invocations.invoke(account, FunctionRef.latest("circle"), madeBy(last)))
                .returns(last, answer -> answer.record().lineage());
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () ->
                                node.invocations.invoke(
                                        account, FunctionRef.latest("circle"), madeBy(beyond)))
                .returns(ErrorCode.LOOP, RefusedException::code)
                .withMessageContaining("17 calls that made each other stand before this call")
                .withMessageContaining("of circle, and 16 may")
                .withMessageContaining(String.valueOf(beyond.parent()));
        assertThat(node.running.inFlight()).isZero();
    }

    private static Event madeBy(Lineage lineage) {
        return new Event(new byte[0], Event.JSON, "function", TraceContext.NONE, null, lineage);
    }

    @Test
    void anEventOfAnotherTypeGoesThroughAsItIs() {
        node.publish(Published.function(account, "thumbs"));
        byte[] picture = {(byte) 0xff, (byte) 0xd8, 0, 1};
        Event event =
                new Event(picture, "image/jpeg", "rest", TraceContext.NONE, null, Lineage.FIRST);

        node.invocations.invoke(account, FunctionRef.latest("thumbs"), event);

        assertThat(node.workers.requests().getFirst().payload()).isEqualTo(picture);
        assertThat(node.workers.requests().getFirst().contentType()).isEqualTo("image/jpeg");
    }

    @Test
    void aCallWhoseRecordCannotBeKeptIsNoSuccess() {
        node.publish(Published.function(account, "thumbs"));
        node.journal.destroy();

        assertThat(refusal("thumbs", "{}"))
                .returns(ErrorCode.RECORD_NOT_KEPT, RefusedException::code);
        assertThat(node.logs).isEmpty();
        assertThat(node.running.inFlight()).isZero();
        assertThat(node.metrics.get("meterlark.calls.unrecorded").counter().count()).isEqualTo(1);
    }

    @Test
    void aCallThatCannotBePricedIsNoSuccessEither() {
        node.publish(Published.function(account, "thumbs"));
        node.spend(
                (_, _, _) -> {
                    throw new IllegalStateException("no plan");
                });

        assertThat(refusal("thumbs", "{}"))
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
        refusal("missing", "{}");

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

        assertThat(refusal("thumbs", "{}").code()).isEqualTo(ErrorCode.NOT_FOUND);
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

    private RefusedException refusal(String name, String json) {
        return catchThrowableOfType(RefusedException.class, () -> node.call(account, name, json));
    }

    private String contextOf(String what) {
        return "function-environment/" + account + "/" + what;
    }

    private static String jsonOf(int bytes) {
        return "\"" + "x".repeat(bytes - 2) + "\"";
    }
}

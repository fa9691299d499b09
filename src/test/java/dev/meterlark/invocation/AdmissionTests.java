package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What is begun, and what is refused before anything runs. */
class AdmissionTests {

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
    void anotherAccountsFunctionIsTheSame404AsNone() {
        node.publish(Published.function(AccountId.random(), "thumbs"));

        RefusedException foreign = node.refusal(account, "thumbs", "{}");
        node.snapshots.replaceAll(
                new SnapshotSource.Reading(List.of(), List.of()), node.snapshots.changes());
        RefusedException missing = node.refusal(account, "thumbs", "{}");

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

        assertThat(node.refusal(account, "thumbs", "{}"))
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
        assertThat(node.refusal(account, "thumbs", jsonOf(LARGEST + 1)))
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

    private static String jsonOf(int bytes) {
        return "\"" + "x".repeat(bytes - 2) + "\"";
    }
}

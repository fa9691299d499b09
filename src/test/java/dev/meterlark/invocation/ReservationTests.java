package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.FakeSpend.Aside;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.SandboxExit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a call may cost is set aside before it runs, and every ending of it says so once. */
class ReservationTests {

    private static final long GB = 1L << 30;

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

    private Aside aside() {
        return node.spend.asides().getFirst();
    }

    @Test
    void theWorstCaseIsInitTimeoutAndGraceOnAllCpus() {
        node.publish(Published.function(account, "thumbs")); // 256 MiB, 3 s

        node.call(account, "thumbs", "{}");

        assertThat(aside().worst).isEqualTo(new CallUsage(1, 256 * 14_000, 14_000_000, 0));
    }

    @Test
    void twoCpusAndTheWayOutCountWhereThereAreAny() {
        var worst = new WorstCase(DataSize.ofGigabytes(1));

        assertThat(worst.of(2 * 1769, Duration.ofSeconds(3), Egress.INTERNET))
                .isEqualTo(new CallUsage(1, 2 * 1769 * 14_000, 2 * 14_000_000, GB));
    }

    @Test
    void whatACallUsedIsSettledOnce() {
        node.publish(Published.function(account, "thumbs"));

        InvocationRecord record = node.call(account, "thumbs", "{}").record();

        assertThat(aside().ends).containsExactly(CallUsage.of(record));
        assertThat(CallUsage.of(record).mibMillis()).isEqualTo(25 * 256);
    }

    @Test
    void aSandboxThatIsLostByThePlatformSettlesNothing() {
        node.publish(Published.function(account, "lost").handler("lost"));
        node.workers.end(
                "lost", new Ending.SandboxLost(new SandboxExit.EndedByPlatform("a reason")));

        node.call(account, "lost", "{}");

        assertThat(aside().ends).containsExactly(CallUsage.NOTHING);
    }

    @Test
    void aSandboxThatKillsItselfPays() {
        node.publish(Published.function(account, "exits").handler("exits"));

        InvocationRecord record = node.call(account, "exits", "{}").record();

        assertThat(aside().ends).containsExactly(CallUsage.of(record));
        assertThat(CallUsage.of(record).requests()).isOne();
    }

    @Test
    void whatCannotBeRecordedIsReleased() {
        node.publish(Published.function(account, "thumbs"));
        node.spend.price(
                _ -> {
                    throw new IllegalStateException("no plan");
                });

        node.refusal(account, "thumbs", "{}");

        assertThat(aside().ends).containsExactly(CallUsage.NOTHING);
    }

    @Test
    void aRefusalGivesThePlaceBack() {
        node.publish(Published.function(account, "thumbs"));
        node.spend.answer(
                CompletableFuture.failedFuture(
                        new RefusedException(ErrorCode.SPEND_CAP, "the cap is reached")));

        assertThat(node.refusal(account, "thumbs", "{}").code()).isEqualTo(ErrorCode.SPEND_CAP);

        assertThat(node.running.inFlight()).isZero();
        assertThat(node.workers.requests()).isEmpty();
    }

    @Test
    void aGuardThatFailsIsThePlatformsFaultAndGivesThePlaceBack() {
        node.publish(Published.function(account, "thumbs"));
        node.spend.answer(null);

        assertThat(node.refusal(account, "thumbs", "{}").code())
                .isEqualTo(ErrorCode.PLATFORM_ERROR);

        assertThat(node.running.inFlight()).isZero();
    }

    @Test
    void whoeverIsNotGrantedRoomSetsNothingAside() {
        node.publish(Published.function(account, "missing-code").withoutCode());

        node.refusal(account, "missing-code", "{}");

        assertThat(node.spend.asides()).isEmpty();
    }

    @Test
    void aCallThatWaitsForItsShareRunsOnceItIsThere() {
        node.publish(Published.function(account, "thumbs"));
        CompletableFuture<Void> share = new CompletableFuture<>();
        node.spend.answer(share);

        CompletableFuture<Answer> answer =
                node.invocations.begin(
                        account,
                        FunctionRef.latest("thumbs"),
                        Event.json("{}".getBytes(StandardCharsets.UTF_8), "rest"),
                        AnswerStream.NONE);
        assertThat(node.running.inFlight()).isOne();
        assertThat(node.workers.requests()).isEmpty();
        share.complete(null);

        assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join())
                .isInstanceOf(Answer.Succeeded.class);
        assertThat(aside().ends).hasSize(1);
    }
}

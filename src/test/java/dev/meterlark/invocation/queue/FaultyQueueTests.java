package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Published;
import dev.meterlark.platform.Faults;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.records.Checker;
import dev.meterlark.records.History;
import dev.meterlark.records.Ledgers;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/** Two nodes on a database of which every twentieth statement fails, some after they were done. */
@Tag("database")
@SuppressWarnings("NullAway.Init")
class FaultyQueueTests {

    private static final long SEED = 20261125;
    private static final int CALLS = 200;
    private static final int MOST_TRIES = 200;

    @TempDir Path data;

    private final Faults faults = new Faults(SEED, 0.05);
    private final ScratchDatabase database = ScratchDatabase.with(faults);
    private final AccountId account = AccountId.random();
    private final History history = new History();
    private final Map<Integer, InvocationId> accepted = new TreeMap<>();
    private QueueNode one;
    private QueueNode other;

    @BeforeEach
    void begin() throws IOException {
        one = new QueueNode(data.resolve("one"), database).begun();
        other = new QueueNode(data.resolve("other"), database).begun();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        database.close();
    }

    @Test
    void everyAcceptedCallComesToOneEndAndWhoeverAskedAgainHasOneCall() {
        Published echo = Published.function(account, "echo");
        Published fails = Published.function(account, "fails").handler("fails");
        for (QueueNode node : new QueueNode[] {one, other}) {
            node.publish(echo);
            node.publish(fails);
        }

        faults.begin();
        for (int n = 0; n < CALLS; n++) {
            accept(n);
            if (n % 11 == 0) {
                cancel(n);
            }
        }
        await().atMost(QueueNode.LONG).until(this::allHaveEnded);
        faults.end();

        assertThat(faults.injected()).as(faults.toString()).hasSize(Faults.Kind.values().length);
        accepted.forEach(this::assertEndedAsTold);
        Checker.queueAtRest(new Ledgers(database.source(), null), history);
        assertThat(one.count(account).accepted()).as(faults.toString()).isEqualTo(CALLS);
    }

    /** Under one deduplication key until it is told that it is kept; now here, now there. */
    private void accept(int n) {
        String function = n % 7 == 3 ? "fails" : "echo";
        String turn = n % 5 == 0 ? "turn-" + n % 2 : null;
        AsyncTerms terms = new AsyncTerms(null, null, "key-" + n, turn);
        Accepted told =
                atLast(
                        tries ->
                                (tries % 2 == 0 ? one : other)
                                        .calls
                                        .accept(
                                                account,
                                                FunctionRef.latest(function),
                                                QueueNode.event("{\"n\":%d}".formatted(n)),
                                                terms)
                                        .join());
        accepted.put(n, told.id());
        history.accepted(told.id().toString());
    }

    private void cancel(int n) {
        InvocationId id = Objects.requireNonNull(accepted.get(n));
        AsyncCall call = atLast(_ -> one.cancel(account, id).orElseThrow());
        if (call.status() == AsyncStatus.CANCELLED) {
            history.cancelled(id.toString());
        }
    }

    private boolean allHaveEnded() {
        return accepted.values().stream()
                .allMatch(id -> atLast(_ -> one.call(account, id)).status().ended());
    }

    private void assertEndedAsTold(int n, InvocationId id) {
        AsyncStatus status = one.call(account, id).status();
        if (n % 11 == 0 && status == AsyncStatus.CANCELLED) {
            return;
        }
        assertThat(status)
                .as("call %d, %s", n, faults)
                .isEqualTo(n % 7 == 3 ? AsyncStatus.FAILED : AsyncStatus.SUCCEEDED);
        if (status == AsyncStatus.SUCCEEDED) {
            assertThat(one.calls.result(account, id).orElseThrow().payload())
                    .asString()
                    .isEqualTo("{\"n\":%d}".formatted(n));
        }
    }

    private interface Try<T> {

        T at(int number);
    }

    private <T> T atLast(Try<T> work) {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                return work.at(i);
            } catch (CompletionException
                    | RefusedException
                    | DataAccessException
                    | TransactionException e) {
                history.unknown();
            }
        }
        throw new AssertionError("not done in %d tries, %s".formatted(MOST_TRIES, faults));
    }
}

package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCalls.Taken;
import dev.meterlark.invocation.AsyncCalls.Wanted;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Published;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What is written in the transaction that accepts a call. */
@Tag("database")
class BesideTests {

    private static final int CALLS = 40;

    @TempDir Path data;
    private final ScratchDatabase database = new ScratchDatabase();
    private final AccountId account = AccountId.random();
    private QueueNode queue;

    @BeforeEach
    void make() throws IOException {
        queue = new QueueNode(data, database);
        queue.jdbc.execute("create table noted (number integer primary key, call_id uuid)");
        queue.publish(Published.function(account, "echo"));
    }

    @AfterEach
    void close() {
        queue.close();
        database.close();
    }

    @Test
    void itIsThereExactlyWhenTheCallIs() {
        Accepted accepted = accept(1, true).join();

        assertThat(queue.jdbc.queryForObject("select call_id from noted", UUID.class))
                .isEqualTo(accepted.id().value());
        assertThat(queue.rows("async_call")).isEqualTo(1);
    }

    @Test
    void aCallThatIsNotWantedAnyMoreTakesNoOtherWithItAndLeavesNothing() {
        List<CompletableFuture<Accepted>> promises = new ArrayList<>();
        for (int number = 0; number < CALLS; number++) {
            promises.add(accept(number, number % 2 == 0));
        }

        for (int number = 0; number < CALLS; number++) {
            CompletableFuture<Accepted> promise = promises.get(number);
            if (number % 2 == 0) {
                assertThat(promise.join().duplicate()).isFalse();
            } else {
                assertThatThrownBy(promise::join)
                        .isInstanceOf(CompletionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                RefusedException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            }
        }
        assertThat(queue.rows("async_call")).isEqualTo(CALLS / 2);
        assertThat(queue.rows("noted")).isEqualTo(CALLS / 2);
        assertThat(queue.count(account).accepted()).isEqualTo(CALLS / 2);
    }

    @Test
    void whatIsAcceptedWithinATransactionIsThereWhenItIsCommittedAndNothingOfItOtherwise() {
        TransactionTemplate transaction = new TransactionTemplate(database.transactions());

        List<Taken> kept =
                Objects.requireNonNull(
                        transaction.execute(
                                _ ->
                                        queue.calls.acceptWithin(
                                                List.of(
                                                        wanted("echo"),
                                                        wanted("no"),
                                                        wanted("echo")))));
        transaction.executeWithoutResult(
                state -> {
                    queue.calls.acceptWithin(List.of(wanted("echo")));
                    state.setRollbackOnly();
                });

        assertThat(kept.get(1))
                .isInstanceOfSatisfying(
                        Taken.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(queue.jdbc.queryForList("select id from async_call", UUID.class))
                .containsExactlyInAnyOrder(id(kept.get(0)), id(kept.get(2)));
        assertThat(queue.count(account).accepted()).isEqualTo(2);
        assertThat(queue.metrics.counter("meterlark.queue.accepted").count()).isEqualTo(2);
    }

    private Wanted wanted(String function) {
        return new Wanted(
                account, FunctionRef.latest(function), QueueNode.event("{}"), AsyncTerms.NOW);
    }

    private static UUID id(Taken taken) {
        return taken instanceof Taken.Kept(Accepted accepted)
                ? accepted.id().value()
                : new UUID(0, 0);
    }

    private CompletableFuture<Accepted> accept(int number, boolean wanted) {
        return queue.calls.accept(
                account,
                FunctionRef.latest("echo"),
                QueueNode.event("{}"),
                AsyncTerms.NOW.with(
                        call -> {
                            queue.jdbc.update(
                                    "insert into noted values (?, ?)", number, call.value());
                            return wanted;
                        }));
    }
}

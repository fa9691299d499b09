package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.OpenCalls;
import dev.meterlark.invocation.Published;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Looking at the queue of asynchronous calls. */
@Tag("database")
class OpenCallsTests {

    @TempDir Path data;
    private final ScratchDatabase database = new ScratchDatabase();
    private final AccountId account = AccountId.random();
    private QueueNode queue;
    private OpenCalls open;

    @BeforeEach
    void settle() throws IOException {
        queue = new QueueNode(data, database);
        open = new StoredOpenCalls(database.client());
    }

    @AfterEach
    void close() {
        queue.close();
        database.close();
    }

    @Test
    void aFunctionsCallsAreListedByWhenTheyAreDueAndThoseBehindOthersLast() {
        Published echo = queue.publish(Published.function(account, "echo"));
        Published other = queue.publish(Published.function(account, "other"));
        InvocationId later = accept(echo, Duration.ofHours(2), null);
        InvocationId first = accept(echo, null, "turn");
        InvocationId behind = accept(echo, null, "turn");
        InvocationId sooner = accept(echo, Duration.ofHours(1), null);
        accept(other, null, null);

        OpenCalls.Page page = open.page(account, echo.function(), null, 3);
        OpenCalls.Page rest = open.page(account, echo.function(), page.nextCursor(), 3);

        assertThat(page.items()).extracting(AsyncCall::id).containsExactly(first, sooner, later);
        assertThat(rest.items()).extracting(AsyncCall::id).containsExactly(behind);
        assertThat(rest.nextCursor()).isNull();
        assertThat(page.items()).extracting(AsyncCall::status).containsOnly(AsyncStatus.QUEUED);
        assertThat(rest.items().getFirst().nextAttemptAt()).isNull();
        assertThat(open.page(AccountId.random(), echo.function(), null, null).items()).isEmpty();
        assertThatThrownBy(() -> open.page(account, echo.function(), "eA", null))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void whatHasNotEndedIsCountedByFunctionAndWhatHasByItsEnd() {
        Published echo = queue.publish(Published.function(account, "echo"));
        Published idle = queue.publish(Published.function(account, "idle"));
        accept(echo, Duration.ofHours(1), null);
        InvocationId cancelled = accept(echo, Duration.ofHours(1), null);
        queue.cancel(account, cancelled);

        var counts = open.counts(account, List.of(echo.function(), idle.function()));

        assertThat(counts).containsOnlyKeys(echo.function());
        assertThat(counts.values()).extracting(OpenCalls.Count::calls).containsExactly(1L);
        assertThat(counts.values()).extracting(OpenCalls.Count::running).containsExactly(0L);
        assertThat(open.tally(account)).isEqualTo(new OpenCalls.Tally(1, 0, 0, 0, 1));
        assertThat(open.tally(AccountId.random())).isEqualTo(new OpenCalls.Tally(0, 0, 0, 0, 0));
    }

    private InvocationId accept(
            Published function, @Nullable Duration delay, @Nullable String orderingKey) {
        return queue.accept(function, "{}", new AsyncTerms(null, delay, null, orderingKey)).id();
    }
}

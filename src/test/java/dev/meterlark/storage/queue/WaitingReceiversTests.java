package dev.meterlark.storage.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.ManualClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Tag("database")
class WaitingReceiversTests {

    private final ScratchDatabase database = new ScratchDatabase();
    private final ManualClock clock = new ManualClock();
    private final QueueNode node =
            new QueueNode(
                    database, clock, Map.of("meterlark.storage.queues.waiters-per-account", "2"));
    private final AccountId account = node.newAccount();
    private final Queue queue = node.newQueue(account, "orders", false);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoCameFirstGetsTheFirstMessage() throws Exception {
        var first = join(20);
        var second = join(20);

        node.send(queue, "one");
        node.waiting.came(queue.id());
        assertThat(bodies(first)).containsExactly("one");
        assertThat(second).isNotDone();
        node.send(queue, "two");
        node.waiting.came(queue.id());
        assertThat(bodies(second)).containsExactly("two");
    }

    @Test
    void whatAnotherNodeTookIsSeenAtTheNextLook() throws Exception {
        QueueNode other = new QueueNode(database, clock);
        var receiver = join(20);

        other.send(queue, "from elsewhere");
        node.waiting.look(clock.instant());

        assertThat(bodies(receiver)).containsExactly("from elsewhere");
    }

    @Test
    void whenTheTimeIsOverTheAnswerIsNone() throws Exception {
        var receiver = join(20);

        clock.forward(Duration.ofSeconds(19));
        node.waiting.look(clock.instant());
        assertThat(receiver).isNotDone();
        clock.forward(Duration.ofSeconds(1));
        node.waiting.look(clock.instant());

        assertThat(bodies(receiver)).isEmpty();
    }

    @Test
    void whoHasGoneGetsNothingAndKeepsNobodyWaiting() throws Exception {
        var gone = join(20);
        var stays = join(20);
        gone.cancel(false);

        node.send(queue, "one");
        node.waiting.came(queue.id());

        assertThat(bodies(stays)).containsExactly("one");
        join(20); // there is room again
    }

    @Test
    void anAccountWaitsWithSoManyAtOnce() {
        join(20);
        join(20);

        assertThatThrownBy(() -> join(20))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_RATE));
    }

    @Test
    void aNodeThatStopsLetsThemGo() throws Exception {
        var receiver = join(20);

        node.waiting.close();

        assertThat(bodies(receiver)).isEmpty();
        assertThatThrownBy(() -> join(20)).hasMessageContaining("stopping");
    }

    @Test
    void aDatabaseThatFailsIsSaidToWhoWaits() {
        var receiver = join(20);
        database.cut();

        node.waiting.came(queue.id());

        assertThat(receiver).failsWithin(Duration.ofSeconds(40));
    }

    private CompletableFuture<List<ReceivedMessage>> join(int seconds) {
        return node.waiting.join(queue, new Want(1, null), clock.instant().plusSeconds(seconds));
    }

    private static List<String> bodies(CompletableFuture<List<ReceivedMessage>> receiver)
            throws Exception {
        return receiver.get(20, TimeUnit.SECONDS).stream().map(ReceivedMessage::body).toList();
    }
}

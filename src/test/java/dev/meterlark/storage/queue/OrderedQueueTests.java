package dev.meterlark.storage.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.ManualClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The messages of a group come in the order in which they were sent. */
@Tag("database")
class OrderedQueueTests {

    private final ScratchDatabase database = new ScratchDatabase();
    private final ManualClock clock = new ManualClock();
    private final QueueNode node = new QueueNode(database, clock);
    private final AccountId account = node.newAccount();
    private final Queue queue = node.newQueue(account, "moves.fifo", true);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whileOneOfAGroupIsInFlightNoOtherOfItComes() {
        node.send(queue, QueueNode.of("a", "a1"), QueueNode.of("a", "a2"), QueueNode.of("b", "b1"));

        List<ReceivedMessage> first = node.receive(queue, 1);
        assertThat(first).extracting(ReceivedMessage::body).containsExactly("a1");
        List<ReceivedMessage> second = node.receive(queue, 10);
        assertThat(second).extracting(ReceivedMessage::body).containsExactly("b1");
        assertThat(node.receive(queue, 10)).isEmpty();

        node.delete(queue, first.getFirst());
        assertThat(node.receive(queue, 10)).extracting(ReceivedMessage::body).containsExactly("a2");
    }

    @Test
    void oneThatComesBackComesBeforeThoseBehindIt() {
        node.send(queue, QueueNode.of("a", "a1"), QueueNode.of("a", "a2"), QueueNode.of("a", "a3"));

        List<ReceivedMessage> batch = node.receive(queue, 2);
        assertThat(batch).extracting(ReceivedMessage::body).containsExactly("a1", "a2");
        node.delete(queue, batch.getLast());
        assertThat(node.receive(queue, 2)).isEmpty();
        clock.forward(Duration.ofSeconds(30));

        assertThat(node.receive(queue, 2))
                .extracting(ReceivedMessage::body)
                .containsExactly("a1", "a3");
    }

    @Test
    void aDelayedOneHoldsBackThoseBehindIt() {
        node.send(queue, new NewMessage("a1", Map.of(), 60, "a", null), QueueNode.of("a", "a2"));

        assertThat(node.receive(queue, 2)).isEmpty();
        clock.forward(Duration.ofSeconds(60));
        assertThat(node.receive(queue, 2))
                .extracting(ReceivedMessage::body)
                .containsExactly("a1", "a2");
    }

    @Test
    void whatIsGivenUpMakesWayForThoseBehindIt() {
        Queue dead = node.newQueue(account, "dead", false);
        Queue watched = node.newQueue(account, "watched", true, dead.id(), 1);
        node.send(watched, QueueNode.of("a", "poison"), QueueNode.of("a", "sound"));
        node.receive(watched, 1);
        clock.forward(Duration.ofSeconds(30));

        assertThat(node.receive(watched, 1))
                .extracting(ReceivedMessage::body)
                .containsExactly("sound");
        assertThat(node.receive(dead, 1))
                .extracting(ReceivedMessage::body)
                .containsExactly("poison");
    }

    @Test
    void aGroupWithoutMessagesLeavesNothingBehind() {
        node.send(queue, QueueNode.of("a", "a1"));
        node.delete(queue, node.receive(queue, 1).getFirst());
        assertThat(database.count("queue_group")).isZero();

        node.send(queue, QueueNode.of("a", "a2"));
        clock.forward(Duration.ofDays(5));
        node.housekeeping.sweep(clock.instant());
        assertThat(database.count("queue_group")).isZero();
        assertThat(database.count("queue_message")).isZero();
    }

    @Test
    void everyMessageNeedsItsGroupThereAndHasNoneElsewhere() {
        Queue plain = node.newQueue(account, "plain", false);

        assertThatThrownBy(() -> node.send(queue, NewMessage.of("x")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("needs its group");
        assertThatThrownBy(() -> node.send(plain, QueueNode.of("a", "x")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("leave group out");
    }

    @Test
    void manySendersAndReceiversOnTwoNodesKeepEachGroupsOrder() {
        QueueNode other = new QueueNode(database, clock);
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();

        IntStream.range(0, 8)
                .parallel()
                .forEach(
                        i -> {
                            QueueNode mine = i % 2 == 0 ? node : other;
                            if (i < 4) {
                                for (int n = 0; n < 15; n++) {
                                    mine.send(queue, QueueNode.of("g" + i, "" + n));
                                    take(mine, seen);
                                }
                            } else {
                                IntStream.range(0, 15).forEach(_ -> take(mine, seen));
                            }
                        });
        while (take(node, seen)) {
            // until nothing is left
        }

        List<Integer> all = IntStream.range(0, 15).boxed().toList();
        assertThat(seen).hasSize(4);
        assertThat(seen.values()).allSatisfy(order -> assertThat(order).isEqualTo(all));
    }

    private boolean take(QueueNode mine, Map<String, List<Integer>> seen) {
        List<ReceivedMessage> found = mine.receive(queue, 3);
        for (ReceivedMessage each : found) {
            seen.computeIfAbsent(
                            String.valueOf(each.group()),
                            _ -> Collections.synchronizedList(new ArrayList<>()))
                    .add(Integer.valueOf(each.body()));
            mine.delete(queue, each);
        }
        return !found.isEmpty();
    }
}

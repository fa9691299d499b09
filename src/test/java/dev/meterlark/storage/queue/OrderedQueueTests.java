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

    @Test
    void whatAnOrderedQueueGivesUpStaysInItsOrderAndGoesBackInIt() {
        Queue dead = node.newQueue(account, "dead.fifo", true);
        Queue strict = node.newQueue(account, "strict.fifo", true, dead.id(), 1);
        node.send(strict, QueueNode.of("a", "a1"), QueueNode.of("a", "a2"));
        node.receive(strict, 10);
        clock.forward(Duration.ofSeconds(30));

        assertThat(node.receive(strict, 10)).isEmpty();

        List<ReceivedMessage> first = node.receive(dead, 1);
        assertThat(first).extracting(ReceivedMessage::body).containsExactly("a1");
        assertThat(first.getFirst().givenUpBy()).isEqualTo("strict.fifo");
        assertThat(node.receive(dead, 10)).isEmpty();
        node.hide(dead, first.getFirst(), Duration.ZERO);
        assertThat(node.moving.step(dead, null, null).moved()).isEqualTo(2);
        assertThat(node.receive(dead, 10)).isEmpty();
        assertThat(node.receive(strict, 10))
                .extracting(ReceivedMessage::body)
                .containsExactly("a1", "a2");
    }

    @Test
    void whatIsInFlightInADeadLetterQueueDoesNotGoBack() {
        Queue dead = node.newQueue(account, "dead.fifo", true);
        Queue strict = node.newQueue(account, "strict.fifo", true, dead.id(), 1);
        node.send(strict, QueueNode.of("a", "a1"), QueueNode.of("b", "b1"));
        node.receive(strict, 10);
        clock.forward(Duration.ofSeconds(30));
        node.receive(strict, 10);
        ReceivedMessage held = node.receive(dead, 1).getFirst();

        assertThat(node.moving.step(dead, null, null).moved()).isEqualTo(1);

        assertThat(node.delete(dead, held)).isTrue();
        assertThat(node.receive(strict, 10)).hasSize(1);
    }

    @Test
    void givingUpAndGoingBackAtOnceLosesNothingAndStandsStillNever() throws Exception {
        Queue dead = node.newQueue(account, "dead.fifo", true);
        Queue strict = node.newQueue(account, "strict.fifo", true, dead.id(), 1);
        IntStream.range(0, 20).forEach(n -> node.send(strict, QueueNode.of("g" + n % 4, "m" + n)));

        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int thread = 0; thread < 3; thread++) {
            boolean receives = thread < 2;
            threads.add(
                    Thread.ofPlatform()
                            .uncaughtExceptionHandler((_, e) -> failures.add(e))
                            .start(() -> rounds(strict, dead, receives)));
        }
        for (Thread each : threads) {
            each.join();
        }

        assertThat(failures).isEmpty();
        long left = all(node.counts(strict)) + all(node.counts(dead));
        assertThat(left).isEqualTo(20);
    }

    private void rounds(Queue strict, Queue dead, boolean receives) {
        for (int round = 0; round < 15; round++) {
            if (receives) {
                node.receive(strict, 10).forEach(each -> node.hide(strict, each, Duration.ZERO));
            } else {
                node.moving.step(dead, null, null);
            }
        }
    }

    private static long all(QueueCounts counts) {
        return counts.waiting() + counts.inFlight() + counts.delayed();
    }

    @Test
    void eachMessageHasAHigherNumberThanThoseBefore() {
        List<Sent> sent = node.send(queue, QueueNode.of("a", "a1"), QueueNode.of("b", "b1"));

        assertThat(sent.getLast().sequence()).isGreaterThan(sent.getFirst().sequence());
        assertThat(node.receive(queue, 1).getFirst().sequence())
                .isEqualTo(sent.getFirst().sequence());
    }
}

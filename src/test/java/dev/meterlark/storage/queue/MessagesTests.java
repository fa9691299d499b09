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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Messages on their way through a queue without order. */
@Tag("database")
class MessagesTests {

    private final ScratchDatabase database = new ScratchDatabase();
    private final ManualClock clock = new ManualClock();
    private final QueueNode node = new QueueNode(database, clock);
    private final AccountId account = node.newAccount();
    private final Queue queue = node.newQueue(account, "orders", false);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aReceivedMessageIsHiddenUntilItsTimeIsOverAndThenComesAgain() {
        node.send(queue, new NewMessage("one", Map.of("colour", "red"), null, null, null));

        ReceivedMessage first = node.receive(queue, 10).getFirst();
        assertThat(node.receive(queue, 10)).isEmpty();
        assertThat(node.counts(queue)).isEqualTo(new QueueCounts(0, 1, 0, 12, 0));
        clock.forward(Duration.ofSeconds(30));
        ReceivedMessage second = node.receive(queue, 10).getFirst();

        assertThat(first.body()).isEqualTo("one");
        assertThat(first.attributes()).containsExactly(Map.entry("colour", "red"));
        assertThat(first.receives()).isEqualTo(1);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.receives()).isEqualTo(2);
        assertThat(second.firstReceivedAt()).isEqualTo(first.firstReceivedAt());
        assertThat(node.delete(queue, first)).as("an old receipt settles nothing").isFalse();
        assertThat(node.hide(queue, first, Duration.ZERO)).isFalse();
        assertThat(node.delete(queue, second)).isTrue();
        assertThat(node.delete(queue, second)).isFalse();
        assertThat(node.counts(queue)).isEqualTo(new QueueCounts(0, 0, 0, 0, 0));
    }

    @Test
    void aReceiverMayHideItForLongerOrGiveItBack() {
        node.send(queue, "one");
        ReceivedMessage message = node.receive(queue, 1).getFirst();

        assertThat(node.hide(queue, message, Duration.ofMinutes(5))).isTrue();
        clock.forward(Duration.ofMinutes(4));
        assertThat(node.receive(queue, 1)).isEmpty();
        assertThat(node.hide(queue, message, Duration.ZERO)).isTrue();
        assertThat(node.receive(queue, 1)).extracting(ReceivedMessage::receives).containsExactly(2);
    }

    @Test
    void aDelayedMessageCanBeReceivedWhenItsTimeHasCome() {
        node.send(queue, new NewMessage("later", Map.of(), 60, null, null));

        assertThat(node.receive(queue, 1)).isEmpty();
        assertThat(node.counts(queue).delayed()).isEqualTo(1);
        clock.forward(Duration.ofSeconds(60));
        assertThat(node.receive(queue, 1)).extracting(ReceivedMessage::body).contains("later");
    }

    @Test
    void whatComesTooOftenGoesToTheDeadLetterQueueAndNowhereElse() {
        Queue dead = node.newQueue(account, "dead", false);
        Queue watched = node.newQueue(account, "watched", false, dead.id(), 2);
        node.send(watched, "poison");
        for (int i = 0; i < 2; i++) {
            assertThat(node.receive(watched, 1)).hasSize(1);
            clock.forward(Duration.ofSeconds(31));
        }
        node.send(watched, "sound");

        assertThat(node.receive(watched, 1)).extracting(ReceivedMessage::body).contains("sound");
        assertThat(node.receive(dead, 10))
                .extracting(ReceivedMessage::body, ReceivedMessage::receives)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("poison", 1));
    }

    @Test
    void aSecondMessageWithADeduplicationIdIsTheFirstOneForAWhile() {
        var message = new NewMessage("pay", Map.of(), null, null, "order-1");

        Sent first = node.send(queue, message).getFirst();
        List<Sent> again = node.send(queue, message, message);
        clock.forward(Duration.ofMinutes(5));
        Sent later = node.send(queue, message).getFirst();

        assertThat(first.duplicate()).isFalse();
        assertThat(again).containsOnly(new Sent(first.id(), true, null));
        assertThat(later.duplicate()).isFalse();
        assertThat(later.id()).isNotEqualTo(first.id());
        assertThat(node.counts(queue).waiting()).isEqualTo(2);
    }

    @Test
    void ofManyThatSendTheSameAtOnceOneDoes() {
        var message = new NewMessage("pay", Map.of(), null, null, "order-1");
        Set<MessageId> ids = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 8)
                .parallel()
                .forEach(_ -> node.send(queue, message).forEach(sent -> ids.add(sent.id())));

        assertThat(ids).hasSize(1);
        assertThat(node.counts(queue).waiting()).isEqualTo(1);
    }

    @Test
    void aMessageThatNobodyTakesIsKeptForTheRetentionAndNoLonger() {
        node.send(queue, "old");
        clock.forward(Duration.ofDays(4).minusSeconds(1));
        node.send(queue, "new");

        node.housekeeping.sweep(clock.instant());
        assertThat(node.counts(queue).waiting()).isEqualTo(2);
        clock.forward(Duration.ofSeconds(1));
        assertThat(node.receive(queue, 10)).extracting(ReceivedMessage::body).containsOnly("new");
        node.housekeeping.sweep(clock.instant());
        assertThat(database.count("queue_message")).isEqualTo(1);
    }

    @Test
    void twoNodesHandOutEachMessageOnce() {
        QueueNode other = new QueueNode(database, clock);
        for (int i = 0; i < 40; i++) {
            node.send(queue, "m" + i);
        }
        var received = new ConcurrentLinkedQueue<String>();

        IntStream.range(0, 8)
                .parallel()
                .forEach(
                        i -> {
                            QueueNode mine = i % 2 == 0 ? node : other;
                            List<ReceivedMessage> found;
                            do {
                                found = mine.receive(queue, 3);
                                found.forEach(m -> received.add(m.body()));
                            } while (!found.isEmpty());
                        });

        assertThat(received).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void anAccountsQueuesHoldSoMuchAndNoMore() {
        QueueNode small =
                new QueueNode(
                        database, clock, Map.of("meterlark.storage.queues.max-messages", "2"));
        small.send(queue, "one", "two");

        assertThatThrownBy(() -> small.send(queue, "three"))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGES_FULL))
                .extracting(RefusedException::publicText, InstanceOfAssertFactories.STRING)
                .contains("may hold 2 messages", "hold 2 and 6");
        small.send(small.newQueue(small.newAccount(), "theirs", false), "not concerned");
        node.delete(queue, node.receive(queue, 1).getFirst());
        clock.forward(Duration.ofSeconds(1));
        small.send(queue, "three");
        assertThat(node.counts(queue).waiting()).isEqualTo(2);
    }

    @Test
    void aBatchIsSentWholeOrNotAtAll() {
        var tooLarge = NewMessage.of("x".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> node.send(queue, NewMessage.of("small"), tooLarge))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE))
                .extracting(RefusedException::publicText, InstanceOfAssertFactories.STRING)
                .contains("1048576 bytes", "has 1048577");
        assertThat(node.counts(queue).waiting()).isZero();
        node.send(queue, NewMessage.of("x".repeat(1 << 20)));
        assertThat(node.receive(queue, 1).getFirst().body()).hasSize(1 << 20);
    }

    @Test
    void anAnswerStaysWithinItsBytes() {
        List<NewMessage> large = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            large.add(NewMessage.of("x".repeat(1 << 20)));
        }
        node.send(queue, large.toArray(NewMessage[]::new));
        node.send(queue, large.toArray(NewMessage[]::new));

        assertThat(node.receive(queue, 10)).hasSize(4);
        assertThat(node.receive(queue, 10)).hasSize(4);
    }

    @Test
    void whatAttributesAreTypedAsComesWithThem() {
        var typed =
                new NewMessage(
                        "one",
                        Map.of("count", "3", "colour", "red"),
                        Map.of("count", "Number"),
                        null,
                        null,
                        null);

        node.send(queue, typed);

        ReceivedMessage received = node.receive(queue, 1).getFirst();
        assertThat(received.attributes())
                .containsEntry("count", "3")
                .containsEntry("colour", "red");
        assertThat(received.attributeTypes()).containsExactly(Map.entry("count", "Number"));
    }
}

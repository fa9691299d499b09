package dev.meterlark.storage.queue;

import dev.meterlark.ManualClock;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The queues of one node, on a database that it may share with others. */
final class QueueNode {

    final QueueRows queues;
    final MessageRows messages;
    final Groups groups;
    final Sending sending;
    final Receiving receiving;
    final Settling settling;
    final WaitingReceivers waiting;
    final QueueHousekeeping housekeeping;
    final MovingMessages moving;
    private final ScratchDatabase database;
    private final ManualClock clock;

    QueueNode(ScratchDatabase database, ManualClock clock) {
        this(database, clock, Map.of());
    }

    QueueNode(ScratchDatabase database, ManualClock clock, Map<String, String> settings) {
        this.database = database;
        this.clock = clock;
        QueueProperties properties = properties(settings);
        QueueMetrics metrics = new QueueMetrics(new SimpleMeterRegistry());
        JsonMapper json = JsonMapper.shared();
        queues = new QueueRows(database.client());
        messages = new MessageRows(database.template());
        groups = new Groups(database.client());
        settling = new Settling(messages, groups, database.transactions());
        sending =
                new Sending(
                        queues,
                        messages,
                        groups,
                        new MessageCheck(properties, json),
                        new QueueRoom(messages, properties),
                        database.client(),
                        database.transactions(),
                        properties);
        receiving =
                new Receiving(
                        queues,
                        messages,
                        groups,
                        settling,
                        database.transactions(),
                        metrics,
                        properties,
                        json);
        waiting = new WaitingReceivers(receiving, messages, properties, metrics, clock);
        moving =
                new MovingMessages(
                        queues,
                        messages,
                        new GivenUpRows(database.client()),
                        groups,
                        waiting,
                        database.transactions(),
                        clock);
        housekeeping =
                new QueueHousekeeping(
                        queues,
                        messages,
                        groups,
                        database.client(),
                        database.transactions(),
                        properties,
                        metrics,
                        clock);
    }

    static QueueProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("meterlark.storage.queues", QueueProperties.class);
    }

    AccountId newAccount() {
        return database.newAccount();
    }

    Queue newQueue(AccountId account, String name, boolean ordered) {
        return newQueue(account, name, ordered, null, 0);
    }

    Queue newQueue(
            AccountId account,
            String name,
            boolean ordered,
            @Nullable QueueId deadLetters,
            int maxReceives) {
        var queue =
                new Queue(
                        QueueId.random(),
                        account,
                        name,
                        new QueueTerms(
                                Duration.ofSeconds(30),
                                Duration.ofDays(4),
                                Duration.ZERO,
                                maxReceives,
                                Duration.ZERO,
                                1_048_576,
                                false),
                        deadLetters,
                        ordered,
                        clock.instant(),
                        clock.instant());
        queues.insert(queue);
        return queue;
    }

    List<Sent> send(Queue queue, NewMessage... wanted) {
        return sending.send(queue.account(), queue.name(), List.of(wanted), clock.instant()).sent();
    }

    void send(Queue queue, String... bodies) {
        for (String body : bodies) {
            send(queue, NewMessage.of(body));
        }
    }

    static NewMessage of(String group, String body) {
        return new NewMessage(body, Map.of(), null, group, null);
    }

    List<ReceivedMessage> receive(Queue queue, int most) {
        return receiving.receive(
                queue.account(), queue.id(), new Want(most, null), clock.instant(), _ -> {});
    }

    boolean delete(Queue queue, ReceivedMessage message) {
        return settling.delete(queue, Receipt.parse(message.receipt()).orElseThrow());
    }

    boolean hide(Queue queue, ReceivedMessage message, Duration time) {
        return settling.hide(
                queue, Receipt.parse(message.receipt()).orElseThrow(), clock.instant().plus(time));
    }

    QueueCounts counts(Queue queue) {
        return messages.counts(queue, clock.instant());
    }
}

package dev.meterlark.trigger.kafka;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.trigger.Handover;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerReport;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One run of a feed, in a thread of its own: Kafka's client waits in the kernel, where a virtual
 * thread would hold its carrier.
 *
 * @param noted how far an earlier run came; empty when there was none
 */
record FeedRun(
        Trigger<KafkaTrigger> trigger,
        Ownership ownership,
        Gate gate,
        Connection connection,
        Optional<Map<Integer, Long>> noted,
        KafkaProperties properties) {

    /** Who hears of what is read. */
    record Listeners(Handover handover, TriggerReport report, Sights sights) {}

    /**
     * Until the trigger is not this node's any more.
     *
     * @throws TroubleException when it cannot be read
     */
    void run(Listeners listeners) throws InterruptedException {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon(true)
                .name("kafka-" + trigger.id())
                .start(
                        () -> {
                            try {
                                read(listeners);
                                ended.complete(true);
                            } catch (Throwable e) {
                                ended.completeExceptionally(e);
                            }
                        });
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw Troubles.of(Objects.requireNonNull(e.getCause()), gate.takeRefusal());
        }
    }

    private void read(Listeners listeners) {
        try (Reading reading = open(listeners)) {
            ownership.whenLost(reading::stop);
            reading.run();
        }
    }

    private Reading open(Listeners listeners) {
        KafkaTrigger asked = trigger.configuration();
        Consumer<byte[], byte[]> consumer =
                Clients.consumer(connection, new ConsumerConfig(settings(asked)), gate);
        RecordShape shape = new RecordShape(asked);
        return new Reading(
                consumer,
                new Reading.Plan(
                        asked,
                        ownership,
                        new Begins(consumer, asked, noted, properties.requestTimeout()),
                        shape,
                        new Door(listeners, shape),
                        trigger.reception().batchSize(),
                        trigger.reception().batchWindow(),
                        properties,
                        (partitions, warnings) -> look(listeners, partitions, warnings)));
    }

    private Map<String, Object> settings(KafkaTrigger asked) {
        Map<String, Object> settings =
                ClientSettings.ofConsumer(
                        connection, asked.readers(), "meterlark-" + trigger.id(), properties);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    private void look(
            Listeners listeners, List<Sights.Partition> partitions, List<String> warnings) {
        String refusal = gate.lookAgain();
        if (refusal != null) {
            throw new TroubleException(refusal);
        }
        String refused = gate.takeRefusal();
        if (refused != null && partitions.isEmpty()) {
            throw new TroubleException(refused);
        }
        List<String> all = new ArrayList<>(warnings);
        if (refused != null) { // another broker leads what is read
            all.add(refused);
        }
        listeners.sights.seen(trigger, ownership, partitions, all);
    }

    private final class Door implements Lane.Door {

        private final Listeners listeners;
        private final RecordShape shape;

        Door(Listeners listeners, RecordShape shape) {
            this.listeners = listeners;
            this.shape = shape;
        }

        @Override
        public CompletableFuture<Optional<Accepted>> hand(int partition, List<RecordEvent> events) {
            return listeners.handover.batch(
                    trigger, shape.batch(events), key(partition, events), "" + partition);
        }

        /** The same for the same records handed over in the same way. */
        private String key(int partition, List<RecordEvent> events) {
            return "%d/%d-%d/%d/%d"
                    .formatted(
                            partition,
                            events.getFirst().offset(),
                            events.getLast().offset(),
                            events.size(),
                            trigger.revision());
        }

        @Override
        public void leftOut(RecordEvent event) {
            listeners.report.failed(
                    trigger,
                    "the record %s is too large for an event; its key, value and headers are left out"
                            .formatted(event.id()));
        }
    }
}

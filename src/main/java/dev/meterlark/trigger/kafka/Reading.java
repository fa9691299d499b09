package dev.meterlark.trigger.kafka;

import dev.meterlark.trigger.Ownership;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads a trigger's topic for as long as the trigger is this node's, and commits what was accepted
 * and nothing else. Used by one thread, but for {@link #stop}.
 */
final class Reading implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LATER = Duration.ofMillis(250);
    private static final Duration PARTING = Duration.ofSeconds(3);

    private final Consumer<byte[], byte[]> consumer;
    private final Plan plan;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean paused;
    private long committedNanos;
    private long lookedNanos;
    private volatile boolean stopped;

    /** What it works with. */
    record Plan(
            KafkaTrigger asked,
            Ownership ownership,
            Begins begins,
            RecordShape shape,
            Lane.Door door,
            int batchSize,
            Duration batchWindow,
            KafkaProperties properties,
            Watcher watcher) {}

    /** Who is told now and then how it goes; what it throws ends the reading. */
    interface Watcher {

        void look(List<Sights.Partition> partitions, List<String> warnings);
    }

    Reading(Consumer<byte[], byte[]> consumer, Plan plan) {
        this.consumer = consumer;
        this.plan = plan;
        this.committedNanos = System.nanoTime();
        this.lookedNanos = System.nanoTime() - plan.properties.look().toNanos();
    }

    void run() {
        requireTopic();
        consumer.subscribe(List.of(plan.asked.source()), this);
        while (!stopped && plan.ownership.isHeld()) {
            try {
                round();
            } catch (OffsetOutOfRangeException e) {
                restart(e);
            } catch (WakeupException e) {
                return;
            }
        }
    }

    /** Kafka's client would wait for ever for one that is not there. */
    private void requireTopic() {
        List<PartitionInfo> partitions =
                consumer.partitionsFor(
                        plan.asked.source(), plan.properties.connectTimeout().multipliedBy(2));
        if (partitions == null || partitions.isEmpty()) {
            throw new TroubleException(
                    "there is no topic %s there, or the user may not see it"
                            .formatted(plan.asked.source()));
        }
    }

    /** By any thread. */
    void stop() {
        stopped = true;
        consumer.wakeup();
    }

    private void round() {
        long before = System.nanoTime();
        boolean moving = lanes.values().stream().anyMatch(lane -> lane.isMoving(before));
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(moving ? SOON : LATER)) {
            Lane lane = lanes.get(new TopicPartition(each.topic(), each.partition()));
            if (lane != null) {
                lane.add(plan.shape.of(each), System.nanoTime());
            }
        }
        long now = System.nanoTime();
        lanes.values().forEach(lane -> lane.step(now));
        passWhatHasNoRecords();
        waitOrGoOn();
        if (now - committedNanos >= plan.properties.commitEvery().toNanos()) {
            committedNanos = now;
            commit();
        }
        if (now - lookedNanos >= plan.properties.look().toNanos()) {
            lookedNanos = now;
            plan.watcher.look(standings(), List.copyOf(warnings));
        }
    }

    /** Marks of transactions have offsets too, and are never handed to anybody. */
    private void passWhatHasNoRecords() {
        for (Map.Entry<TopicPartition, Lane> each : lanes.entrySet()) {
            if (each.getValue().isEmpty()) {
                each.getValue().skipTo(consumer.position(each.getKey(), PARTING));
            }
        }
    }

    /** With as much in memory as there may be, nothing more is fetched: it stays in Kafka. */
    private void waitOrGoOn() {
        long queued = lanes.values().stream().mapToLong(Lane::characters).sum();
        long most = plan.properties.maxQueued().toBytes();
        if (!paused && queued >= most) {
            paused = true;
        } else if (paused && queued < most / 2) {
            paused = false;
        }
        if (paused) {
            consumer.pause(lanes.keySet());
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> accepted() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        lanes.forEach(
                (partition, lane) -> {
                    Long before = committed.get(partition);
                    if (before == null || before != lane.accepted()) {
                        offsets.put(partition, new OffsetAndMetadata(lane.accepted()));
                    }
                });
        return offsets;
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = accepted();
        if (offsets.isEmpty()) {
            return;
        }
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        consumer.commitAsync(
                offsets,
                (_, failure) -> {
                    if (failure != null) { // is committed again with what comes next
                        offsets.keySet().forEach(committed::remove);
                        LOG.debug("offsets could not be committed; again soon", failure);
                    }
                });
    }

    /** Before others read them: as far as it came. */
    private void commitNow() {
        Map<TopicPartition, OffsetAndMetadata> offsets = accepted();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            commitNow(offsets);
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        } catch (KafkaException e) { // then they come once more, to whoever reads them next
            LOG.debug("offsets could not be committed before others read on", e);
        }
    }

    private void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets, PARTING);
        } catch (WakeupException e) { // meant for the reading, which has ended by then
            consumer.commitSync(offsets, PARTING);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        begin(plan.begins.of(partitions));
        commitNow(); // so that a group that is new knows from where it reads
    }

    private void begin(Map<TopicPartition, Long> at) {
        at.forEach(
                (partition, offset) -> {
                    consumer.seek(partition, offset);
                    lanes.put(
                            partition,
                            new Lane(
                                    partition.partition(),
                                    offset,
                                    plan.batchSize,
                                    plan.batchWindow,
                                    plan.door,
                                    System.nanoTime()));
                });
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        finish(partitions);
        commitNow();
        forget(partitions);
    }

    /** They are another's already: nothing may be committed. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(lanes::remove);
        partitions.forEach(committed::remove);
    }

    /** Waits a moment for what was handed over, so that it is not handed over twice. */
    private void finish(Collection<TopicPartition> partitions) {
        List<CompletableFuture<?>> underWay = new ArrayList<>();
        for (TopicPartition each : partitions) {
            Lane lane = lanes.get(each);
            CompletableFuture<?> promise = lane == null ? null : lane.underWay();
            if (promise != null) {
                underWay.add(promise);
            }
        }
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
                .handle((_, _) -> true)
                .completeOnTimeout(false, PARTING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        for (TopicPartition each : partitions) {
            Lane lane = lanes.get(each);
            if (lane != null) {
                lane.end(System.nanoTime());
            }
        }
    }

    private void restart(OffsetOutOfRangeException e) {
        Map<TopicPartition, Long> gone = e.offsetOutOfRangePartitions();
        Map<TopicPartition, Long> first = plan.begins.first(gone.keySet());
        forget(gone.keySet());
        begin(first);
        first.forEach(
                (partition, offset) ->
                        warnings.add(
                                "Kafka does not have offset %d of partition %d any more; reading goes on at %d"
                                        .formatted(
                                                gone.get(partition),
                                                partition.partition(),
                                                offset)));
        while (warnings.size() > 10) {
            warnings.removeFirst();
        }
    }

    private List<Sights.Partition> standings() {
        Map<Integer, Sights.Partition> standings = new TreeMap<>();
        lanes.forEach(
                (partition, lane) -> {
                    OptionalLong behind = consumer.currentLag(partition);
                    long fetched = consumer.position(partition, PARTING);
                    standings.put(
                            partition.partition(),
                            new Sights.Partition(
                                    partition.partition(),
                                    lane.accepted(),
                                    behind.isPresent()
                                            ? behind.getAsLong() + fetched - lane.accepted()
                                            : -1));
                });
        return List.copyOf(standings.values());
    }

    @Override
    public void close() {
        try {
            finish(List.copyOf(lanes.keySet()));
            commitNow();
        } finally {
            consumer.close(CloseOptions.timeout(PARTING));
        }
    }
}

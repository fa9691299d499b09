package dev.meterlark.trigger.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where each partition is gone on with: where its group is; where the group has forgotten it, at
 * what we noted; and where nobody knows it, at the start that was asked for the first time, and at
 * its first record later, when it is a partition that has been added.
 */
final class Begins {

    private final Consumer<byte[], byte[]> consumer;
    private final KafkaTrigger asked;
    private final Optional<Map<Integer, Long>> noted;
    private final Duration patience;

    /**
     * @param noted empty when the trigger has never read
     */
    Begins(
            Consumer<byte[], byte[]> consumer,
            KafkaTrigger asked,
            Optional<Map<Integer, Long>> noted,
            Duration patience) {
        this.consumer = consumer;
        this.asked = asked;
        this.noted = noted;
        this.patience = patience;
    }

    Map<TopicPartition, Long> of(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = new HashMap<>();
        Set<TopicPartition> unknown = new HashSet<>();
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(Set.copyOf(partitions), patience);
        boolean groupIsNew = committed.values().stream().allMatch(Objects::isNull);
        for (TopicPartition each : partitions) {
            OffsetAndMetadata known = committed.get(each);
            Long ours = noted.map(all -> all.get(each.partition())).orElse(null);
            if (known != null) {
                begins.put(each, known.offset());
            } else if (ours != null) {
                begins.put(each, ours);
            } else {
                unknown.add(each);
            }
        }
        if (!unknown.isEmpty()) {
            begins.putAll(
                    noted.isEmpty() && groupIsNew
                            ? asAsked(unknown)
                            : consumer.beginningOffsets(unknown, patience));
        }
        return begins;
    }

    /** Of partitions whose records were deleted before they were read. */
    Map<TopicPartition, Long> first(Collection<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions, patience);
    }

    private Map<TopicPartition, Long> asAsked(Set<TopicPartition> partitions) {
        @Nullable Instant at = asked.startAt();
        if (at != null) {
            return since(partitions, at);
        }
        return asked.beginning().equals(KafkaTrigger.EARLIEST)
                ? consumer.beginningOffsets(partitions, patience)
                : consumer.endOffsets(partitions, patience);
    }

    /** A partition in which nothing happened since is read from its end. */
    private Map<TopicPartition, Long> since(Set<TopicPartition> partitions, Instant at) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(each -> times.put(each, at.toEpochMilli()));
        Map<TopicPartition, Long> found = new HashMap<>(consumer.endOffsets(partitions, patience));
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> each :
                consumer.offsetsForTimes(times, patience).entrySet()) {
            if (each.getValue() != null) {
                found.put(each.getKey(), each.getValue().offset());
            }
        }
        return found;
    }
}

package dev.meterlark.trigger.kafka;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks a cluster for a topic by a client of its own: one that writes would have a topic made that
 * is not there, where brokers make them by themselves.
 */
final class TopicLook {

    private static final String NOBODY = "meterlark-look"; // joins no group
    private static final Duration PARTING = Duration.ofSeconds(1);

    private TopicLook() {}

    /**
     * Blocks in bounded time.
     *
     * @return how many the topic has
     * @throws TroubleException when it cannot be told, or there is none
     */
    static int partitions(
            Connection connection, String topic, Gate gate, KafkaProperties properties) {
        Map<String, Object> settings =
                ClientSettings.ofConsumer(connection, NOBODY, NOBODY, properties);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        try {
            Consumer<byte[], byte[]> consumer =
                    Clients.consumer(connection, new ConsumerConfig(settings), gate);
            try {
                return counted(consumer.partitionsFor(topic, properties.connectTimeout()));
            } finally {
                consumer.close(CloseOptions.timeout(PARTING));
            }
        } catch (KafkaException | IllegalStateException e) {
            throw Troubles.of(e, gate.takeRefusal());
        }
    }

    private static int counted(@Nullable List<PartitionInfo> found) {
        if (found == null || found.isEmpty()) {
            throw new TroubleException("there is no such topic, or the user may not see it");
        }
        return found.size();
    }
}

package org.apache.kafka.clients.consumer;

import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.consumer.internals.ConsumerMetadata;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

import java.util.List;

/**
 * Kafka's consumer over a network client that is given to it. Kafka has no setting for what a
 * client may connect to; its own tests put a network client under the consumer by this constructor,
 * which only its package sees (decision 0020).
 */
public class ConsumerOverClient<K, V> extends KafkaConsumer<K, V> {

    public ConsumerOverClient(
            LogContext log,
            ConsumerConfig config,
            Deserializer<K> keys,
            Deserializer<V> values,
            KafkaClient client,
            SubscriptionState subscriptions,
            ConsumerMetadata metadata,
            List<ConsumerPartitionAssignor> assignors) {
        super(log, Time.SYSTEM, config, keys, values, client, subscriptions, metadata, assignors);
    }
}

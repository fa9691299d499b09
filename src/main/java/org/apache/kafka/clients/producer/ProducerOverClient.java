package org.apache.kafka.clients.producer;

import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Time;

/**
 * Kafka's producer over a network client that is given to it, as the consumer is (decision 0020).
 */
public class ProducerOverClient<K, V> extends KafkaProducer<K, V> {

    /**
     * @param versions that the network client notes what brokers can in
     */
    @SuppressWarnings("NullAway") // without interceptors it makes its own: none
    public ProducerOverClient(
            ProducerConfig config,
            Serializer<K> keys,
            Serializer<V> values,
            ProducerMetadata metadata,
            KafkaClient client,
            ApiVersions versions) {
        super(config, keys, values, metadata, client, null, versions, Time.SYSTEM);
    }
}

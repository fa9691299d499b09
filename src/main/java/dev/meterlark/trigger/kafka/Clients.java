package dev.meterlark.trigger.kafka;

import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerOverClient;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.clients.consumer.internals.ConsumerMetadata;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerOverClient;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

import java.net.InetSocketAddress;
import java.util.List;

/** Kafka's clients over sockets that go through a gate. */
final class Clients {

    private static final int MOST_REQUESTS_OF_A_CONSUMER = 100;

    private Clients() {}

    static Producer<byte[], byte[]> producer(
            Connection connection, ProducerConfig config, Gate gate) {
        var log = new LogContext("[kafka destination] ");
        var metadata =
                new ProducerMetadata(
                        config.getLong(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
                        config.getLong(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
                        config.getLong(ProducerConfig.METADATA_MAX_AGE_CONFIG),
                        config.getLong(ProducerConfig.METADATA_MAX_IDLE_CONFIG),
                        log,
                        new ClusterResourceListeners(),
                        Time.SYSTEM);
        metadata.bootstrap(seeds(connection));
        var versions = new ApiVersions();
        KafkaClient client =
                client(
                        config,
                        metadata,
                        new Wire(
                                new Metrics(Time.SYSTEM),
                                versions,
                                config.getInt(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION),
                                log),
                        gate);
        return new ProducerOverClient<>(
                config,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                metadata,
                client,
                versions);
    }

    static Consumer<byte[], byte[]> consumer(
            Connection connection, ConsumerConfig config, Gate gate) {
        var log = new LogContext("[kafka trigger] ");
        var subscriptions = new SubscriptionState(log, AutoOffsetResetStrategy.NONE);
        var metadata =
                new ConsumerMetadata(config, subscriptions, log, new ClusterResourceListeners());
        metadata.bootstrap(seeds(connection));
        var metrics = new Metrics(Time.SYSTEM);
        KafkaClient client =
                client(
                        config,
                        metadata,
                        new Wire(metrics, new ApiVersions(), MOST_REQUESTS_OF_A_CONSUMER, log),
                        gate);
        return new ConsumerOverClient<>(
                log,
                config,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                client,
                subscriptions,
                metadata,
                List.of(new RangeAssignor()));
    }

    static List<InetSocketAddress> seeds(Connection connection) {
        return connection.brokers().stream()
                .map(each -> InetSocketAddress.createUnresolved(each.name(), each.number()))
                .toList();
    }

    /**
     * What a network client counts and says with.
     *
     * @param mostRequests that wait for an answer of one broker
     */
    private record Wire(Metrics metrics, ApiVersions versions, int mostRequests, LogContext log) {}

    private static KafkaClient client(
            AbstractConfig config, Metadata metadata, Wire wire, Gate gate) {
        LogContext log = wire.log;
        ChannelBuilder channels = ClientUtils.createChannelBuilder(config, Time.SYSTEM, log);
        return new NetworkClient(
                null,
                metadata,
                new GuardedSelector(config, wire.metrics, "meterlark", channels, log, gate),
                config.getString(CommonClientConfigs.CLIENT_ID_CONFIG),
                wire.mostRequests,
                config.getLong(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG),
                config.getLong(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG),
                config.getInt(CommonClientConfigs.SEND_BUFFER_CONFIG),
                config.getInt(CommonClientConfigs.RECEIVE_BUFFER_CONFIG),
                config.getInt(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG),
                config.getLong(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
                config.getLong(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG),
                Time.SYSTEM,
                true,
                wire.versions,
                null,
                log,
                gate::resolve,
                null,
                config.getLong(CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG),
                MetadataRecoveryStrategy.REBOOTSTRAP);
    }
}

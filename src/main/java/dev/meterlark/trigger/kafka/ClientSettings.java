package dev.meterlark.trigger.kafka;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of Kafka's clients: all of them ours, made of typed values. */
final class ClientSettings {

    private static final String PLAIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required;";
    private static final String SCRAM =
            "org.apache.kafka.common.security.scram.ScramLoginModule required;";

    /** The record of an end holds an event and an answer, which may be in Base64. */
    private static final int LARGEST_RECORD = 16 << 20;

    private static final int SMALLEST_BACK_OFF_MILLIS = 200;
    private static final int LARGEST_BACK_OFF_MILLIS = 5_000;

    private ClientSettings() {}

    /**
     * @param instance by which the group knows a reader again: whoever comes with it later takes
     *     over at once, and the earlier one is shut out
     */
    static Map<String, Object> ofConsumer(
            Connection connection, String group, String instance, KafkaProperties properties) {
        Map<String, Object> settings = common(connection, properties);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                Math.toIntExact(properties.sessionTimeout().toMillis()));
        settings.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                Math.toIntExact(properties.sessionTimeout().toMillis() / 3));
        int fetch = Math.toIntExact(properties.fetch().toBytes());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetch);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetch);
        settings.put(
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(properties.requestTimeout().toMillis()));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return settings;
    }

    /**
     * @param id by which the cluster's people find the client in what their brokers say
     */
    static Map<String, Object> ofProducer(
            Connection connection, String id, KafkaProperties properties) {
        Map<String, Object> settings = common(connection, properties);
        int patience = Math.toIntExact(properties.requestTimeout().toMillis());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "meterlark-" + id);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, properties.connectTimeout().toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * LARGEST_RECORD);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    private static Map<String, Object> common(Connection connection, KafkaProperties properties) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                connection.brokers().stream()
                        .map(Broker::toString)
                        .collect(Collectors.joining(",")));
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "meterlark");
        settings.put(
                CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                properties.connectTimeout().toMillis());
        settings.put(
                CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
                properties.connectTimeout().toMillis() * 2);
        settings.put(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(properties.requestTimeout().toMillis()));
        settings.put(
                CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, (long) SMALLEST_BACK_OFF_MILLIS);
        settings.put(
                CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                (long) LARGEST_BACK_OFF_MILLIS);
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        secure(settings, connection);
        return settings;
    }

    private static void secure(Map<String, Object> settings, Connection connection) {
        Security security = connection.security();
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.protocol());
        settings.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "https");
        String authorities = security.caCertificate();
        if (authorities != null) {
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, new Password(authorities));
        }
        Sasl sasl = security.sasl();
        String password = connection.password();
        if (sasl != null && password != null) {
            settings.put(SaslConfigs.SASL_MECHANISM, sasl.kind());
            settings.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    new Password(sasl.kind().equals("PLAIN") ? PLAIN : SCRAM));
            settings.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, CredentialsHandler.class);
            settings.put(Credentials.SETTING, new Credentials(sasl.login(), password));
        }
    }
}

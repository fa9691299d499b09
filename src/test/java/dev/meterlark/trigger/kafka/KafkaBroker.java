package dev.meterlark.trigger.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real broker in a process of its own, one for all tests; it can be killed and started again on
 * the same ports and the same folder.
 */
public final class KafkaBroker implements AutoCloseable {

    /** By PLAIN and by SCRAM-SHA-256; with all that a careless text of settings trips over. */
    static final String USER = "alice";

    static final String PASSWORD = "pa\"ss; w=o\\rd";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final AtomicInteger TOPICS = new AtomicInteger();

    private final Path folder;
    private final List<Integer> ports;
    private Process process;

    private KafkaBroker(Path folder, List<Integer> ports) throws IOException {
        this.folder = folder;
        this.ports = ports;
        Files.writeString(folder.resolve("server.properties"), settings());
        this.process = begin();
    }

    private static KafkaBroker start() throws IOException {
        Path target = Files.createDirectories(Path.of("target/kafka"));
        Path folder = Files.createTempDirectory(target, "broker-").toAbsolutePath();
        var broker = new KafkaBroker(folder, freePorts(5));
        broker.awaitServing();
        return broker;
    }

    /** Host and port without anything. */
    public int port() {
        return ports.getFirst();
    }

    /** Wants user and password. */
    int saslPort() {
        return ports.get(1);
    }

    /** Answers there, and says that it is elsewhere: at {@link #elsewherePort}. */
    int misleadingPort() {
        return ports.get(2);
    }

    int elsewherePort() {
        return ports.get(4);
    }

    private String settings() {
        String password = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%4$d
        listeners=PLAIN://127.0.0.1:%1$d,SASL://127.0.0.1:%2$d,ASTRAY://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%4$d
        advertised.listeners=PLAIN://127.0.0.1:%1$d,SASL://127.0.0.1:%2$d,ASTRAY://127.0.0.1:%5$d
        listener.security.protocol.map=PLAIN:PLAINTEXT,ASTRAY:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAIN
        sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256
        listener.name.sasl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_%6$s="%7$s";
        listener.name.sasl.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        group.min.session.timeout.ms=1000
        auto.create.topics.enable=false
        message.max.bytes=10000000
        log.dirs=%8$s
        """
                .formatted(
                        ports.get(0),
                        ports.get(1),
                        ports.get(2),
                        ports.get(3),
                        ports.get(4),
                        USER,
                        password.replace("\\", "\\\\"), // once more for the file
                        folder.resolve("data"));
    }

    private Process begin() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        folder.resolve("server.properties").toString(),
                        "SCRAM-SHA-256=[name=%s,password=secret]".formatted(USER))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = begin();
        awaitServing();
    }

    private void awaitServing() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Admin admin = admin()) {
                admin.describeCluster().nodes().get(5, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "the broker does not serve:\n"
                                    + Files.readString(folder.resolve("log")),
                            e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + port(), "request.timeout.ms", 4000);
    }

    Admin admin() {
        return Admin.create(client());
    }

    /** One of its own, by the name that is returned. */
    public String newTopic(int partitions) {
        String name = "topic-" + TOPICS.incrementAndGet();
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
            return name;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Producer<byte[], byte[]> producer() {
        var settings = new HashMap<>(client());
        settings.put("max.request.size", 10_000_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** To one partition, in this order; kept when it returns. */
    public void send(String topic, int partition, String... values) {
        try (Producer<byte[], byte[]> producer = producer()) {
            for (String value : values) {
                producer.send(
                        new ProducerRecord<>(
                                topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    /** All that there is in a topic with one partition. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        var partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(500)).records(partition).forEach(read::add);
            }
        }
        return read;
    }

    /** The next offset by partition, as its group knows it. */
    public Map<TopicPartition, Long> committed(String group) {
        try (Admin admin = admin()) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (Map.Entry<TopicPartition, OffsetAndMetadata> each :
                    admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .entrySet()) {
                offsets.put(each.getKey(), each.getValue().offset());
            }
            return offsets;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int n = 0; n < count; n++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket each : sockets) {
                each.close();
            }
        }
    }

    /** Gives it to whoever asks for it. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(KafkaBroker.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(
                            ExtensionContext.StoreScope.LAUNCHER_SESSION,
                            ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(
                            KafkaBroker.class,
                            _ -> {
                                try {
                                    return KafkaBroker.start();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            KafkaBroker.class);
        }
    }
}

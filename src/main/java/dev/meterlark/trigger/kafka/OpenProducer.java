package dev.meterlark.trigger.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.Carried;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** Writes to one cluster, by any number of threads, through a gate. */
final class OpenProducer implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final Gate gate;
    private final Duration look;
    private final Duration patience;
    private volatile long lookedAt = System.nanoTime();

    private OpenProducer(
            Producer<byte[], byte[]> producer, Gate gate, Duration look, Duration patience) {
        this.producer = producer;
        this.gate = gate;
        this.look = look;
        this.patience = patience;
    }

    /**
     * Connects to nothing yet.
     *
     * @param id by which brokers know it
     */
    static OpenProducer open(
            Connection connection, String id, Gate gate, KafkaProperties properties) {
        var config = new ProducerConfig(ClientSettings.ofProducer(connection, id, properties));
        return new OpenProducer(
                Clients.producer(connection, config, gate),
                gate,
                properties.look(),
                properties.requestTimeout());
    }

    /**
     * What is written.
     *
     * @param key by which the record finds its partition
     */
    record Outgoing(String topic, String key, byte[] value, Map<String, String> headers) {}

    /** Blocks until every replica that the topic waits for has it, in bounded time. */
    Carried write(Outgoing outgoing) {
        String against = closedSince();
        if (against != null) {
            return new Carried.Failed(against, null);
        }
        try {
            producer.send(record(outgoing)).get();
            return new Carried.Delivered();
        } catch (ExecutionException e) {
            return carried(Objects.requireNonNull(e.getCause()));
        } catch (KafkaException | IllegalStateException e) {
            return carried(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Carried.Failed("the platform stopped", null);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Outgoing outgoing) {
        var made =
                new ProducerRecord<>(outgoing.topic, outgoing.key.getBytes(UTF_8), outgoing.value);
        outgoing.headers.forEach((name, value) -> made.headers().add(name, value.getBytes(UTF_8)));
        return made;
    }

    /** Why what is connected to may not be any more; looked at now and then. */
    private @Nullable String closedSince() {
        long now = System.nanoTime();
        if (now - lookedAt < look.toNanos()) {
            return null;
        }
        String against = gate.lookAgain();
        if (against == null) {
            lookedAt = now;
        }
        return against;
    }

    private Carried carried(Throwable e) {
        String text = Troubles.of(e, gate.takeRefusal()).publicText();
        return e instanceof RecordTooLargeException
                ? new Carried.Hopeless(text)
                : new Carried.Failed(text, null);
    }

    /** Lets what is on its way arrive. */
    @Override
    public void close() {
        producer.close(patience);
    }
}

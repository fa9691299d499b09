package dev.meterlark.trigger.kafka;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What this node writes to clusters with: one producer for each connection as it stands, kept for
 * as long as something is written, and no more than so many.
 */
@Component
class Producers implements AutoCloseable {

    private final Gates gates;
    private final Passwords passwords;
    private final KafkaProperties properties;
    private final Cache<Key, OpenProducer> open;

    private record Key(ConnectionId connection, long revision) {}

    Producers(Gates gates, Passwords passwords, KafkaProperties properties) {
        this.gates = gates;
        this.passwords = passwords;
        this.properties = properties;
        this.open =
                Caffeine.newBuilder()
                        .maximumSize(properties.maxProducers())
                        .expireAfterAccess(properties.producerIdle())
                        .scheduler(Scheduler.systemScheduler())
                        .executor(task -> Thread.ofVirtual().start(task))
                        .<Key, OpenProducer>removalListener((_, producer, _) -> close(producer))
                        .build();
    }

    /**
     * @throws TroubleException when its password is not for where it leads to now
     */
    OpenProducer of(ConnectionRow row) {
        return open.get(new Key(row.id(), row.revision()), _ -> opened(row));
    }

    private OpenProducer opened(ConnectionRow row) {
        String password =
                passwords.open(row.owner(), row.brokers(), row.security(), row.sealedPassword());
        return OpenProducer.open(
                new Connection(row.brokers(), row.security(), password),
                row.id().toString(),
                gates.of(row.account()),
                properties);
    }

    private static void close(@Nullable OpenProducer producer) {
        if (producer != null) {
            producer.close();
        }
    }

    @Override
    public void close() {
        open.asMap().values().forEach(OpenProducer::close);
    }
}

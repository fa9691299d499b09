package dev.meterlark.trigger.kafka;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Asks a cluster for a topic, as whatever writes to it would, and writes nothing. */
@Service
public class TryingConnections {

    private final ConnectionRows connections;
    private final ObjectProvider<Producers> producers;

    TryingConnections(ConnectionRows connections, ObjectProvider<Producers> producers) {
        this.connections = connections;
        this.producers = producers;
    }

    /**
     * @param trouble why nothing could be written there; null when it could
     */
    public record Tried(String topic, boolean reached, int partitions, @Nullable String trouble) {}

    /** Blocks for as long as writing may take. */
    public Tried ask(Caller caller, String name, @Nullable String topic) {
        ConnectionRow row =
                connections.find(caller.account(), name).orElseThrow(KafkaConnections::unknown);
        String asked = topic == null ? "" : topic.strip();
        try {
            KafkaTrigger.requireTopic(asked);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, String.valueOf(e.getMessage()), "a topic to try", e);
        }
        try {
            int partitions = producers.getObject().of(row).partitions(asked);
            return new Tried(asked, true, partitions, null);
        } catch (TroubleException e) {
            return new Tried(asked, false, 0, e.publicText());
        }
    }
}

package dev.meterlark.trigger.kafka;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Asks a cluster for a topic, with what is written there by; nothing is written, and none made. */
@Service
public class TryingConnections {

    private final ConnectionRows connections;
    private final Passwords passwords;
    private final Gates gates;
    private final KafkaProperties properties;
    private final Trials trials;

    TryingConnections(
            ConnectionRows connections,
            Passwords passwords,
            Gates gates,
            KafkaProperties properties) {
        this.connections = connections;
        this.passwords = passwords;
        this.gates = gates;
        this.properties = properties;
        this.trials = new Trials(properties.maxTests());
    }

    /**
     * @param trouble why nothing could be written there; null when it could
     */
    public record Tried(String topic, boolean reached, int partitions, @Nullable String trouble) {}

    /**
     * Blocks in bounded time.
     *
     * @throws RefusedException also while the account has another one asked
     */
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
        try (var _ = trials.begin(caller.account())) {
            return new Tried(asked, true, partitions(row, asked), null);
        } catch (TroubleException e) {
            return new Tried(asked, false, 0, e.publicText());
        }
    }

    private int partitions(ConnectionRow row, String topic) {
        String password =
                passwords.open(row.owner(), row.brokers(), row.security(), row.sealedPassword());
        return TopicLook.partitions(
                new Connection(row.brokers(), row.security(), password),
                topic,
                gates.of(row.account()),
                properties);
    }
}

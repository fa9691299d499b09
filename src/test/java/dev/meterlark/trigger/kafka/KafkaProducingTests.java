package dev.meterlark.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.NameLookup;
import dev.meterlark.network.Names;
import dev.meterlark.network.Opening;
import dev.meterlark.platform.Carried;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records for a real broker, over sockets that go through the gate. */
@Tag("slow")
@ExtendWith(KafkaBroker.Shared.class)
class KafkaProducingTests {

    private static final KafkaProperties HASTY =
            RunningReader.properties(
                    Map.of(
                            "meterlark.trigger.kafka.connect-timeout", "5s",
                            "meterlark.trigger.kafka.request-timeout", "20s"));

    /** Only for what comes to no end: a busy broker may take longer. */
    private static final KafkaProperties HASTIER =
            RunningReader.properties(
                    Map.of(
                            "meterlark.trigger.kafka.connect-timeout", "2s",
                            "meterlark.trigger.kafka.request-timeout", "4s"));

    private final KafkaBroker broker;

    KafkaProducingTests(KafkaBroker broker) {
        this.broker = broker;
    }

    @Test
    void aRecordIsThereWithItsKeyAndHeadersWhenItWasDelivered() {
        String topic = broker.newTopic(1);

        try (OpenProducer producer = open(broker.port(), Security.NONE, null)) {
            assertThat(producer.write(outgoing(topic, "one"))).isEqualTo(new Carried.Delivered());
            assertThat(producer.write(outgoing(topic, "two"))).isEqualTo(new Carried.Delivered());
        }

        List<ConsumerRecord<byte[], byte[]>> written = broker.read(topic);
        assertThat(written)
                .extracting(each -> new String(each.value(), UTF_8))
                .containsExactly("one", "two");
        assertThat(new String(written.getFirst().key(), UTF_8)).isEqualTo("k");
        assertThat(written.getFirst().headers().lastHeader("ce_id").value())
                .asString(UTF_8)
                .isEqualTo("id-one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256"})
    void withUserAndPassword(String mechanism) {
        String password = mechanism.equals("PLAIN") ? KafkaBroker.PASSWORD : "secret";
        String topic = broker.newTopic(1);
        var security = new Security(false, null, new Sasl(mechanism, KafkaBroker.USER, null));

        try (OpenProducer producer = open(broker.saslPort(), security, password)) {
            assertThat(producer.write(outgoing(topic, "it"))).isEqualTo(new Carried.Delivered());
        }
        try (OpenProducer producer = open(broker.saslPort(), security, "wrong")) {
            assertThat(trouble(producer, topic)).contains("does not accept user and password");
        }
    }

    @Test
    void whereItMayNotGoItDoesNotAlsoWhenTheClusterSaysSo() {
        String topic = broker.newTopic(1);

        try (OpenProducer closed =
                open(broker.port(), Security.NONE, null, "127.0.0.1 1", HASTIER)) {
            assertThat(trouble(closed, topic)).contains("the operator has not opened");
        }
        int port = broker.misleadingPort();
        try (OpenProducer misled = open(port, Security.NONE, null, "127.0.0.1 " + port, HASTIER)) {
            assertThat(trouble(misled, topic))
                    .contains("127.0.0.1:" + broker.elsewherePort(), "has not opened");
        }
    }

    @Test
    void aTopicThatIsMissingMayComeAndARecordThatIsTooLargeNeverFits() {
        try (OpenProducer producer = open(broker.port(), Security.NONE, null)) {
            assertThat(trouble(producer, "no-such-topic")).isEqualTo("there is no such topic");
            byte[] large = new byte[11_000_000];
            var outgoing = new OpenProducer.Outgoing(broker.newTopic(1), "k", large, Map.of());
            assertThat(producer.write(outgoing))
                    .isEqualTo(new Carried.Hopeless("the topic takes no record of this size"));
        }
    }

    @Test
    void aTopicIsAskedForByWhoeverOnlyLooks() {
        String topic = broker.newTopic(3);

        assertThat(look(broker.port(), topic)).isEqualTo("3");
        assertThat(look(broker.port(), "no-such-topic")).contains("there is no such topic");
        assertThat(look(1, topic)).contains("no broker answered in time");
    }

    private static String look(int port, String topic) {
        var connection =
                new Connection(List.of(new Broker("127.0.0.1", port)), Security.NONE, null);
        try {
            Gate gate = gate("127.0.0.1 " + port);
            return Integer.toString(TopicLook.partitions(connection, topic, gate, HASTIER));
        } catch (TroubleException e) {
            return e.publicText();
        }
    }

    private static String trouble(OpenProducer producer, String topic) {
        return producer.write(outgoing(topic, "it")) instanceof Carried.Failed(String why, _)
                ? why
                : "none";
    }

    private static OpenProducer.Outgoing outgoing(String topic, String value) {
        return new OpenProducer.Outgoing(
                topic, "k", value.getBytes(UTF_8), Map.of("ce_id", "id-" + value));
    }

    private OpenProducer open(int port, Security security, @Nullable String password) {
        return open(port, security, password, "127.0.0.1 " + port, HASTY);
    }

    private static OpenProducer open(
            int port,
            Security security,
            @Nullable String password,
            String opening,
            KafkaProperties patience) {
        return OpenProducer.open(
                new Connection(List.of(new Broker("127.0.0.1", port)), security, password),
                "test",
                gate(opening),
                patience);
    }

    private static Gate gate(String opening) {
        return new Gate(
                AddressPolicy.ofPlatform(List.of(), Set::of),
                new NameLookup(Names.ofTheMachine()),
                Duration.ofSeconds(5),
                () -> List.of(Opening.parse(opening, AddressPolicy.NOWHERE)));
    }
}

package dev.meterlark.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.ScratchDatabase;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Records of a real broker, handed over in their order; positions are never ahead. */
@Tag("slow")
@ExtendWith(KafkaBroker.Shared.class)
class KafkaReadingTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ScratchDatabase database = new ScratchDatabase();
    private final FakeHandover handover = new FakeHandover();
    private final KafkaBroker broker;

    KafkaReadingTests(KafkaBroker broker) {
        this.broker = broker;
    }

    @AfterEach
    void close() {
        database.close();
    }

    private RunningReader.Wish wish(String topic, String start) {
        return new RunningReader.Wish(
                database,
                asked(topic, start, null, broker.port(), Security.NONE),
                "127.0.0.1 " + broker.port());
    }

    private static KafkaTrigger asked(
            String topic, String start, @Nullable Instant at, int port, Security security) {
        return new KafkaTrigger(
                List.of(new Broker("127.0.0.1", port)),
                topic,
                "readers-of-" + topic,
                start,
                at,
                security,
                null,
                null,
                null,
                null);
    }

    private void awaitValues(int count) {
        await().atMost(SOON).until(() -> handover.taken().size() >= count);
    }

    @Test
    void aRecordIsAnEventWithAllThatItHas() {
        String topic = broker.newTopic(1);
        try (Producer<byte[], byte[]> producer = broker.producer()) {
            var full =
                    new ProducerRecord<>(
                            topic,
                            0,
                            1000L,
                            "key-1".getBytes(UTF_8),
                            "{\"a\":1.50}".getBytes(UTF_8));
            full.headers().add("trace", "abc".getBytes(UTF_8)).add("raw", new byte[] {-1});
            producer.send(full);
            producer.send(
                    new ProducerRecord<byte[], byte[]>(
                            topic, 0, 2000L, new byte[] {-1}, null, List.of()));
            producer.send(new ProducerRecord<>(topic, 0, 3000L, null, "no json".getBytes(UTF_8)));
        }

        try (RunningReader _ = wish(topic, "earliest").begin(handover)) {
            awaitValues(3);
        }

        JsonNode first = handover.taken().getFirst();
        assertThat(first.path("id").asString()).isEqualTo(topic + "-0-0");
        assertThat(first.path("time").asString()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(first.path("data").path("key").asString()).isEqualTo("key-1");
        assertThat(first.path("data").path("value").toString()).isEqualTo("{\"a\":1.50}");
        assertThat(first.path("data").path("headers").toString())
                .isEqualTo(
                        "[{\"name\":\"trace\",\"value\":\"abc\"},{\"name\":\"raw\",\"valueBase64\":\"/w==\"}]");
        JsonNode tombstone = handover.taken().get(1).path("data");
        assertThat(tombstone.path("keyBase64").asString()).isEqualTo("/w==");
        assertThat(tombstone.has("value") && tombstone.path("value").isNull()).isTrue();
        assertThat(handover.taken().getLast().path("data").path("valueBase64").asString())
                .isEqualTo("bm8ganNvbg==");
    }

    @Test
    void eachPartitionKeepsItsOrderAndIsCommittedAsFarAsItWasAccepted() {
        String topic = broker.newTopic(3);
        for (int partition = 0; partition < 3; partition++) {
            broker.send(topic, partition, numbers(partition * 1000, 500));
        }
        RunningReader.Wish wish = wish(topic, "earliest");
        wish.batchSize = 7;

        try (RunningReader _ = wish.begin(handover)) {
            awaitValues(1500);
        }

        for (int partition = 0; partition < 3; partition++) {
            int first = partition * 1000;
            assertThat(handover.values())
                    .filteredOn(each -> Integer.parseInt(each) / 1000 == first / 1000)
                    .containsExactly(numbers(first, 500));
            assertThat(broker.committed("readers-of-" + topic))
                    .containsEntry(new TopicPartition(topic, partition), 500L);
        }
    }

    @Test
    void whatIsRefusedIsNotCommittedAndComesAgainUntilItIsTaken() {
        String topic = broker.newTopic(1);
        handover.fill(true);
        RunningReader.Wish wish = wish(topic, "earliest");
        wish.settings =
                Map.of(
                        "meterlark.trigger.kafka.max-queued", "64KB",
                        "meterlark.trigger.kafka.fetch", "64KB");
        broker.send(topic, 0, numbers(0, 3000));

        try (RunningReader _ = wish.begin(handover)) {
            await().atMost(SOON).until(() -> handover.refused() > 2);
            assertThat(broker.committed("readers-of-" + topic))
                    .containsEntry(new TopicPartition(topic, 0), 0L);
            handover.fill(false);
            awaitValues(3000);
        }

        assertThat(handover.values()).containsExactly(numbers(0, 3000));
    }

    @Test
    void aReaderGoesOnWhereTheOneBeforeCommitted() {
        String topic = broker.newTopic(1);
        RunningReader.Wish wish = wish(topic, "earliest");
        broker.send(topic, 0, "1", "2");
        try (RunningReader _ = wish.begin(handover)) {
            awaitValues(2);
        }

        broker.send(topic, 0, "3");
        try (RunningReader _ = wish.begin(handover)) {
            awaitValues(3);
        }

        assertThat(handover.values()).containsExactly("1", "2", "3");
    }

    @Test
    void latestReadsWhatComesFromThenOnAlsoWhenItIsStoppedForAWhile() {
        String topic = broker.newTopic(1);
        broker.send(topic, 0, "before");
        RunningReader.Wish wish = wish(topic, "latest");
        try (RunningReader _ = wish.begin(handover)) {
            await().atMost(SOON)
                    .until(() -> broker.committed("readers-of-" + topic).containsValue(1L));
        }

        broker.send(topic, 0, "\"while nobody read\"");
        try (RunningReader _ = wish.begin(handover)) {
            awaitValues(1);
        }

        assertThat(handover.values()).containsExactly("while nobody read");
    }

    @Test
    void aTimestampIsWhereReadingBegins() {
        String topic = broker.newTopic(1);
        try (Producer<byte[], byte[]> producer = broker.producer()) {
            for (long second = 1; second <= 3; second++) {
                producer.send(
                        new ProducerRecord<>(
                                topic, 0, second * 1000, null, ("" + second).getBytes(UTF_8)));
            }
        }
        RunningReader.Wish wish = wish(topic, "earliest");
        wish.asked =
                asked(topic, "timestamp", Instant.ofEpochSecond(2), broker.port(), Security.NONE);

        try (RunningReader _ = wish.begin(handover)) {
            awaitValues(2);
        }

        assertThat(handover.values()).containsExactly("2", "3");
    }

    @Test
    void aRecordThatIsTooLargeComesWithoutItsValuesAndTheRestComesWhole() {
        String topic = broker.newTopic(1);
        handover.takeAtMost(20_000);
        broker.send(topic, 0, "1", "\"" + "x".repeat(3_000_000) + "\"", "3");

        RunningReader reader = wish(topic, "earliest").begin(handover);
        try (reader) {
            awaitValues(3);
        }

        assertThat(handover.values()).containsExactly("1", "", "3");
        assertThat(handover.taken().get(1).path("data").path("omitted")).hasSize(3);
        assertThat(reader.told).hasSize(1).allMatch(text -> text.contains(topic + "-0-1"));
    }

    @Test
    void aBrokerThatDiesAndComesBackUnderLoadLosesNothing() throws Exception {
        String topic = broker.newTopic(2);
        broker.send(topic, 0, numbers(0, 500));
        RunningReader.Wish wish = wish(topic, "earliest");
        wish.batchSize = 5;

        try (RunningReader reader = wish.begin(handover)) {
            awaitValues(100);
            broker.kill();
            broker.startAgain();
            broker.send(topic, 1, numbers(1000, 200));
            awaitValues(700);
            assertThat(reader.trouble()).isEmpty();
        }

        assertThat(handover.values()).contains(numbers(0, 500)).contains(numbers(1000, 200));
    }

    @ParameterizedTest
    @CsvSource({"PLAIN", "SCRAM-SHA-256"})
    void userAndPasswordAreSentAsTheyAre(String mechanism) {
        String topic = broker.newTopic(1);
        broker.send(topic, 0, "1");
        RunningReader.Wish wish = secured(topic, mechanism, KafkaBroker.USER);
        wish.password = mechanism.equals("PLAIN") ? KafkaBroker.PASSWORD : "secret";

        try (RunningReader _ = wish.begin(handover)) {
            awaitValues(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLAIN | alice | wrong",
                "PLAIN | alice\" required; com.sun.security.auth.module.JndiLoginModule required"
                        + " x=\" | x",
                "SCRAM-SHA-256 | alice,n=bob | secret"
            })
    void whoIsNotKnownIsToldSo(String mechanism, String user, String password) {
        RunningReader.Wish wish = secured(broker.newTopic(1), mechanism, user);
        wish.password = password;

        try (RunningReader reader = wish.begin(handover)) {
            assertThat(reader.awaitTrouble()).contains("does not accept user and password");
        }
    }

    private RunningReader.Wish secured(String topic, String mechanism, String user) {
        RunningReader.Wish wish = wish(topic, "earliest");
        Security security = new Security(false, null, new Sasl(mechanism, user, null));
        wish.asked = asked(topic, "earliest", null, broker.saslPort(), security);
        wish.openings = List.of("127.0.0.1 " + broker.saslPort());
        return wish;
    }

    @Test
    void anAddressThatIsNotOpenedIsNotConnectedTo() throws IOException {
        try (ServerSocket inner = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            RunningReader.Wish wish = wish("any", "earliest");
            wish.asked = asked("any", "earliest", null, inner.getLocalPort(), Security.NONE);
            wish.settings = Map.of("meterlark.trigger.kafka.connect-timeout", "1s");

            try (RunningReader reader = wish.begin(handover)) {
                assertThat(reader.awaitTrouble()).contains("has not opened to this account");
            }
            assertNobodyCame(inner);
        }
    }

    @Test
    void whereTheClusterSaysThatItIsIsHeldAgainstTheSameRules() throws IOException {
        try (ServerSocket inner =
                new ServerSocket(broker.elsewherePort(), 5, InetAddress.getLoopbackAddress())) {
            String topic = broker.newTopic(1);
            RunningReader.Wish wish = wish(topic, "earliest");
            wish.asked = asked(topic, "earliest", null, broker.misleadingPort(), Security.NONE);
            wish.openings = List.of("127.0.0.1 " + broker.misleadingPort());
            wish.settings =
                    Map.of(
                            "meterlark.trigger.kafka.connect-timeout", "1s",
                            "meterlark.trigger.kafka.look", "1s");

            try (RunningReader reader = wish.begin(handover)) {
                assertThat(reader.awaitTrouble()).contains("has not opened to this account");
            }
            assertNobodyCame(inner);
        }
    }

    @Test
    void aTopicThatIsNotThereIsSaidSo() {
        try (RunningReader reader = wish("nothing", "earliest").begin(handover)) {
            assertThat(reader.awaitTrouble()).contains("there is no topic nothing");
        }
    }

    private static void assertNobodyCame(ServerSocket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            socket.accept().close();
        } catch (SocketTimeoutException expected) {
            return;
        }
        throw new AssertionError("somebody connected");
    }

    private static String[] numbers(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(String::valueOf)
                .toArray(String[]::new);
    }
}

package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.trigger.kafka.KafkaBroker;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Records of a Kafka reach a function, all of them, though the platform is killed under them; what
 * it makes of them is written to another topic.
 */
@Tag("slow")
@ExtendWith(KafkaBroker.Shared.class)
class KafkaStoryTests {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path folder;

    private final KafkaBroker broker;
    private final String results;
    private final Set<Integer> seen = new TreeSet<>();

    KafkaStoryTests(KafkaBroker broker) {
        this.broker = broker;
        this.results = broker.newTopic(1);
    }

    @Test
    void aStreamReachesItsFunctionWhole() throws Exception {
        String topic = broker.newTopic(2);
        Path data = folder.resolve("data");
        String token;
        try (PlatformProcess platform = start(data)) {
            Api api = Api.signUp(platform, "kafka");
            token = api.token();
            readInto(api, topic);
            send(topic, 0, 200);
            awaitSeen(20);
            platform.killHard();
        }
        send(topic, 200, 400);
        try (PlatformProcess platform = start(data)) {
            Api api = Api.with(platform, token);
            awaitSeen(400);
            await().atMost(SOON)
                    .until(
                            () ->
                                    broker.committed("story").values().stream()
                                                    .mapToLong(each -> each)
                                                    .sum()
                                            == 400);
            JsonNode trigger = api.get("/functions/reads/triggers").json().path("items").get(0);
            assertThat(trigger.path("state").asString()).isEqualTo("enabled");
            assertThat(trigger.path("status").path("events").asInt()).isPositive();
        }
    }

    /** What a killed one held is free again when the next is there. */
    private PlatformProcess start(Path data) throws Exception {
        return PlatformProcess.start(
                data,
                "--meterlark.sandbox.blank.enabled=false",
                "--meterlark.sandbox.aot.enabled=false",
                "--meterlark.triggers.lease=3s",
                "--meterlark.triggers.look-every=500ms",
                "--meterlark.trigger.kafka.session-timeout=6s",
                "--meterlark.invocation.queue.run.lease-grace=2s",
                "--meterlark.trigger.kafka.allowed=127.0.0.1 " + broker.port());
    }

    private void readInto(Api api, String topic) {
        String connection =
                "{\"name\": \"mine\", \"brokers\": [{\"host\": \"127.0.0.1\", \"port\": %d}]}"
                        .formatted(broker.port());
        assertThat(api.post("/kafka-connections", connection).status()).isEqualTo(201);
        api.deploy(
                "reads",
                "nodejs",
                "index.handler",
                "exports.handler = async e => e.events.map(each => each.data.value.n);");
        String told =
                "{\"onSuccess\": {\"type\": \"kafka\", \"connection\": \"mine\", \"topic\": \"%s\"}}"
                        .formatted(results);
        assertThat(api.putJson("/functions/reads/async", told).status()).isEqualTo(200);
        Api.Answer made =
                api.post(
                        "/functions/reads/triggers",
                        """
                        {"type": "kafka", "brokers": [{"host": "127.0.0.1", "port": %d}],
                         "topic": "%s", "group": "story", "start": "earliest", "batchSize": 10}
                        """
                                .formatted(broker.port(), topic));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private void send(String topic, int first, int end) {
        for (int partition = 0; partition < 2; partition++) {
            int mine = partition;
            broker.send(
                    topic,
                    partition,
                    IntStream.range(first, end)
                            .filter(n -> n % 2 == mine)
                            .mapToObj("{\"n\": %d}"::formatted)
                            .toArray(String[]::new));
        }
    }

    private void awaitSeen(int count) {
        await().atMost(SOON)
                .until(
                        () -> {
                            look();
                            return seen.size() >= count;
                        });
    }

    private void look() {
        for (ConsumerRecord<byte[], byte[]> record : broker.read(results)) {
            assertThat(record.headers().lastHeader("ce_id")).isNotNull();
            JSON.readTree(record.value()).path("responsePayload").forEach(n -> seen.add(n.asInt()));
        }
    }
}

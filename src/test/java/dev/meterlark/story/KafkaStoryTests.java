package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.trigger.kafka.KafkaBroker;

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

/** Records of a Kafka reach a function, all of them, though the platform is killed under them. */
@Tag("slow")
@ExtendWith(KafkaBroker.Shared.class)
class KafkaStoryTests {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path folder;

    private final KafkaBroker broker;
    private final Set<Integer> seen = new TreeSet<>();

    KafkaStoryTests(KafkaBroker broker) {
        this.broker = broker;
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
            awaitSeen(api, 20);
            platform.killHard();
        }
        send(topic, 200, 400);
        try (PlatformProcess platform = start(data)) {
            Api api = Api.with(platform, token);
            awaitSeen(api, 400);
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

    private PlatformProcess start(Path data) throws Exception {
        return PlatformProcess.start(
                data, "--meterlark.trigger.kafka.allowed=127.0.0.1 " + broker.port());
    }

    private void readInto(Api api, String topic) {
        api.post("/queues", "{\"name\": \"seen\"}");
        api.deploy(
                "reads",
                "nodejs",
                "index.handler",
                "exports.handler = async e => e.events.map(each => each.data.value.n);");
        api.putJson(
                "/functions/reads/async",
                "{\"onSuccess\": {\"type\": \"queue\", \"queue\": \"seen\"}}");
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

    private void awaitSeen(Api api, int count) {
        await().atMost(SOON)
                .until(
                        () -> {
                            look(api);
                            return seen.size() >= count;
                        });
    }

    private void look(Api api) {
        String path = "/queues/seen/messages?max=100&wait=2&visibilityTimeout=3600";
        for (JsonNode message : api.get(path).json().path("items")) {
            JsonNode record = JSON.readTree(message.path("body").asString());
            record.path("responsePayload").forEach(n -> seen.add(n.asInt()));
        }
    }
}

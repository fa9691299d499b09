package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.SharedPostgres;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An {@code UPDATE} in PostgreSQL reaches a function. */
@Tag("slow")
class DatabaseTriggerStoryTests {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final JsonMapper JSON = new JsonMapper();

    private static final String HEAR =
            """
            exports.handler = async batch => batch.events.map(
                e => ({op: e.data.op, id: (e.data.after ?? e.data.before).id, total: e.data.after?.total}));
            """;

    private final String theirUrl = SharedPostgres.newDatabase();
    private final JdbcTemplate theirs =
            new JdbcTemplate(new DriverManagerDataSource(theirUrl, SharedPostgres.USER, ""));
    private final List<JsonNode> heard = new ArrayList<>();

    @TempDir Path folder;

    @Test
    void anUpdateReachesAFunction() throws Exception {
        theirs.execute("create table orders (id int primary key, total numeric(10, 2))");
        theirs.execute("insert into orders values (0, 1.00)");
        try (PlatformProcess platform = start()) {
            Api api = Api.signUp(platform, "changes");
            make(api);
            theirs.update("update orders set total = 12.50 where id = 0");
            await().atMost(PATIENCE).until(() -> hears(api, "u", 0));
        }
        assertThat(heard.getFirst().path("total").asString()).isEqualTo("12.50");
    }

    private PlatformProcess start() throws IOException {
        return PlatformProcess.start(
                folder.resolve("data"),
                "--meterlark.sandbox.blank.enabled=false",
                "--meterlark.trigger.database.allowed=127.0.0.1 1024-65535");
    }

    private void make(Api api) {
        api.deploy("hear", "nodejs", "index.handler", HEAR);
        assertThat(api.post("/queues", "{\"name\": \"heard\"}").status()).isEqualTo(201);
        assertThat(
                        api.putJson(
                                        "/functions/hear/async",
                                        "{\"onSuccess\": {\"type\": \"queue\", \"queue\":"
                                                + " \"heard\"}}")
                                .status())
                .isEqualTo(200);
        URI address = URI.create(theirUrl.substring("jdbc:".length()));
        Api.Answer made =
                api.post(
                        "/functions/hear/triggers",
                        JSON.writeValueAsString(
                                Map.of(
                                        "type",
                                        "database",
                                        "engine",
                                        "postgresql",
                                        "host",
                                        "127.0.0.1",
                                        "port",
                                        address.getPort(),
                                        "database",
                                        address.getPath().substring(1),
                                        "user",
                                        SharedPostgres.USER,
                                        "password",
                                        "not asked for here",
                                        "tls",
                                        Map.of("mode", "disable"),
                                        "tables",
                                        List.of("orders"))));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).doesNotContain("not asked for here", "sealed");
        String trigger = made.json().path("id").asString();
        await().atMost(PATIENCE)
                .until(
                        () ->
                                api.get("/functions/hear/triggers/" + trigger)
                                        .json()
                                        .at("/status/connected")
                                        .asBoolean(false));
    }

    private boolean hears(Api api, String operation, int id) {
        listen(api);
        return heard.stream()
                .anyMatch(
                        each ->
                                each.path("op").asString().equals(operation)
                                        && each.path("id").asInt() == id);
    }

    /** What the function answered, as the queue was told of it. */
    private void listen(Api api) {
        for (JsonNode message :
                api.get("/queues/heard/messages?max=10&wait=1").json().path("items")) {
            JsonNode record = JSON.readTree(message.path("body").asString());
            record.at("/responsePayload").forEach(heard::add);
        }
    }
}

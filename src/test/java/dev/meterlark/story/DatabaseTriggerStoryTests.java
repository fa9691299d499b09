package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.SharedPostgres;
import dev.meterlark.trigger.database.SharedMariaDb;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An {@code UPDATE} in a PostgreSQL and in a MariaDB reaches a function. A row on which it fails
 * becomes a dead letter, and the rest goes on. The node that reads is killed under a stream of
 * changes, and another hands over all that is missing.
 */
@Tag("slow")
class DatabaseTriggerStoryTests {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "c2l4dGVlbiBwbHVzIHNpeHRlZW4gYnl0ZXMgYSBrZXk=";
    private static final int POISON = 13;
    private static final int LAST = 300;

    private static final String HEAR =
            """
            exports.handler = async batch => batch.events.map(e => {
              if (e.data.after?.id === 13) throw new Error('poison');
              return `${e.source.split(':')[0]} ${e.data.op} ${(e.data.after ?? e.data.before).id} ${e.data.after?.total}`;
            });
            """;

    private final String own = SharedPostgres.newDatabase();
    private final URI postgres = URI.create(SharedPostgres.newDatabase().substring(5));
    private final SharedMariaDb mariaDb = SharedMariaDb.get();
    private final String shop = mariaDb.newDatabase();
    private final List<JdbcTemplate> theirs =
            List.of(
                    new JdbcTemplate(
                            new DriverManagerDataSource(
                                    "jdbc:" + postgres, SharedPostgres.USER, "")),
                    mariaDb.template(shop));
    private final Set<String> heard = new HashSet<>();

    @TempDir Path folder;

    @Test
    void anUpdateReachesAFunctionWhoeverDiesOnTheWay() throws Exception {
        inBoth("create table orders (id int primary key, total numeric(10, 2))");
        inBoth("insert into orders values (0, 1.00)");
        PlatformProcess first = launch("first");
        try (first) {
            assertThat(first.becomesWell()).as(first::output).isTrue();
            Api api = Api.signUp(first, "changes");
            followTheGuide(first, api);
            make(api);
            inBoth("update orders set total = 12.50 where id = 0");
            awaitHeard(api, "postgresql u 0 12.50", "mariadb u 0 12.50");

            inBoth("insert into orders values (%d, 1)".formatted(POISON));
            awaitDeadLetters(api, 2);
            inBoth("insert into orders values (14, 1)");
            awaitHeard(api, "postgresql c 14 1.00", "mariadb c 14 1.00");

            try (PlatformProcess second = launch("second")) {
                assertThat(second.becomesWell()).as(second::output).isTrue();
                write(100, LAST / 2);
                awaitHeard(api, "postgresql c 120 1.00", "mariadb c 120 1.00");
                first.killHard();
                write(LAST / 2, LAST);
                Api there = Api.with(second, api.token());
                awaitHeard(there, all("postgresql"));
                awaitHeard(there, all("mariadb"));
            }
        }
    }

    private void followTheGuide(PlatformProcess platform, Api api) throws Exception {
        URI address = URI.create(SharedPostgres.newDatabase().substring(5));
        String output =
                Guide.of("database-events.md")
                        .run(
                                Files.createDirectory(folder.resolve("guide")),
                                platform,
                                Map.of(
                                        "METERLARK_API_KEY",
                                        api.token(),
                                        "PGHOST",
                                        "127.0.0.1",
                                        "PGPORT",
                                        String.valueOf(address.getPort()),
                                        "PGDATABASE",
                                        address.getPath().substring(1),
                                        "PGUSER",
                                        SharedPostgres.USER,
                                        "PGPASSWORD",
                                        "not asked for here"));
        assertThat(output)
                .contains("connected: true", "u 1 12.50", "slotState: reserved")
                .doesNotContain("not asked for here");
    }

    /** Packages are the same for all. */
    private PlatformProcess launch(String name) throws IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        if (!name.equals("first")) {
            Files.createSymbolicLink(data.resolve("blobs"), folder.resolve("first/blobs"));
        }
        return PlatformProcess.launch(
                data,
                List.of(),
                "--meterlark.database.url=" + own,
                "--meterlark.database.user=" + SharedPostgres.USER,
                "--meterlark.vault.key=" + KEY,
                "--meterlark.sandbox.blank.enabled=false",
                "--meterlark.sandbox.aot.enabled=false",
                "--meterlark.triggers.lease=3s",
                "--meterlark.triggers.look-every=500ms",
                "--meterlark.trigger.database.heartbeat=500ms",
                "--meterlark.trigger.database.look=500ms",
                "--meterlark.trigger.database.allowed=127.0.0.1 1024-65535");
    }

    private void make(Api api) {
        api.deploy("hear", "nodejs", "index.handler", HEAR);
        for (String queue : List.of("heard", "failed")) {
            assertThat(api.post("/queues", "{\"name\": \"%s\"}".formatted(queue)).status())
                    .isEqualTo(201);
        }
        Api.Answer set =
                api.putJson(
                        "/functions/hear/async",
                        """
                        {"maxRetries": 0, "onSuccess": {"type": "queue", "queue": "heard"},
                         "onFailure": {"type": "queue", "queue": "failed"}}
                        """);
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        trigger(
                api,
                Map.of(
                        "engine",
                        "postgresql",
                        "port",
                        postgres.getPort(),
                        "database",
                        postgres.getPath().substring(1),
                        "user",
                        SharedPostgres.USER,
                        "password",
                        "not asked for here"));
        trigger(
                api,
                Map.of(
                        "engine",
                        "mariadb",
                        "port",
                        mariaDb.port(),
                        "database",
                        shop,
                        "user",
                        SharedMariaDb.READER,
                        "password",
                        SharedMariaDb.PASSWORD));
    }

    private static void trigger(Api api, Map<String, Object> members) {
        Map<String, Object> wish = new HashMap<>(members);
        wish.put("type", "database");
        wish.put("host", "127.0.0.1");
        wish.put("tls", Map.of("mode", "disable"));
        wish.put("tables", List.of("orders"));
        wish.put("batchSize", 20);
        Api.Answer made = api.post("/functions/hear/triggers", JSON.writeValueAsString(wish));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).doesNotContain(String.valueOf(members.get("password")), "sealed");
        String trigger = "/functions/hear/triggers/" + made.json().path("id").asString();
        await().atMost(PATIENCE)
                .until(() -> api.get(trigger).json().at("/status/connected").asBoolean(false));
    }

    private void inBoth(String statement) {
        theirs.forEach(each -> each.execute(statement));
    }

    /** Each row in a transaction of its own. */
    private void write(int first, int end) {
        for (int id = first; id < end; id++) {
            inBoth("insert into orders values (%d, 1)".formatted(id));
        }
    }

    private static String[] all(String engine) {
        return IntStream.range(100, LAST)
                .mapToObj(id -> "%s c %d 1.00".formatted(engine, id))
                .toArray(String[]::new);
    }

    private void awaitHeard(Api api, String... texts) {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            listen(api);
                            return heard.containsAll(List.of(texts));
                        });
    }

    private static void awaitDeadLetters(Api api, int count) {
        Set<String> failed = new HashSet<>();
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            for (JsonNode message : messages(api, "failed")) {
                                failed.add(message.path("body").asString());
                            }
                            return failed.size() == count;
                        });
        assertThat(failed).allMatch(each -> each.contains("poison"));
    }

    /** What the function answered, as the queue was told of it. */
    private void listen(Api api) {
        for (JsonNode message : messages(api, "heard")) {
            JSON.readTree(message.path("body").asString())
                    .path("responsePayload")
                    .forEach(each -> heard.add(each.asString()));
        }
    }

    private static JsonNode messages(Api api, String queue) {
        return api.get("/queues/%s/messages?max=100&wait=1&visibilityTimeout=3600".formatted(queue))
                .json()
                .path("items");
    }
}

package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.SharedPostgres;
import dev.meterlark.trigger.Trigger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trigger's owner is halted at each step at which its position becomes durable, again and again,
 * and whoever comes after it loses nothing.
 */
@Tag("slow")
class HaltedOwnerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PASSINGS = 3;

    /** More than the engine hands over at once, so that some halts are within a transaction. */
    private static final int ROWS = 2_500;

    private static ListeningNode node;

    private final Taker taker = new Taker();
    private int written;

    @BeforeAll
    static void start() {
        node = new ListeningNode(Map.of("allowed", "127.0.0.1 1024-65535"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aPostgresIsReadToItsEnd() throws Exception {
        String url = SharedPostgres.newDatabase();
        URI address = URI.create(url.substring("jdbc:".length()));
        JdbcTemplate theirs =
                new JdbcTemplate(new DriverManagerDataSource(url, SharedPostgres.USER, ""));
        haltAtEach(
                theirs,
                TestTriggers.asked(
                        "postgresql",
                        address.getPort(),
                        address.getPath().substring(1),
                        "none",
                        "orders"),
                "insert into orders select n, 'written' from generate_series(%d, %d) n");
        theirs.execute(
                "select pg_terminate_backend(active_pid) from pg_replication_slots where"
                        + " database = current_database() and active");
    }

    @Test
    void aMariaDbIsReadToItsEnd() throws Exception {
        SharedMariaDb server = SharedMariaDb.get();
        String database = server.newDatabase();
        haltAtEach(
                server.template(database),
                TestTriggers.mariadb(server.port(), database, "none", "orders"),
                "insert into orders select seq, 'written' from seq_%d_to_%d");
    }

    private void haltAtEach(JdbcTemplate theirs, DatabaseTrigger asked, String insert)
            throws Exception {
        theirs.execute("create table orders (id int primary key, note varchar(20))");
        Trigger<DatabaseTrigger> trigger = node.made(asked);
        try (var first = node.listen(trigger, taker)) {
            await().atMost(PATIENCE).until(() -> node.isConnected(trigger));
            await().atMost(PATIENCE).until(() -> node.rows().position(trigger.id()).isPresent());
        }
        for (HaltingRows.Step step : HaltingRows.Step.values()) {
            for (int passing = 1; passing <= PASSINGS; passing++) {
                theirs.update(insert.formatted(written + 1, written + ROWS));
                written += ROWS;
                HaltingRows rows = node.halting(step, passing);
                try (var owner = node.listen(trigger, taker, rows)) {
                    await().atMost(PATIENCE).until(rows::isHalted);
                }
            }
        }
        try (var last = node.listen(trigger, taker)) {
            await().atMost(PATIENCE).until(() -> ids().size() == written);
        }
        assertThat(contentsOfOneId()).allMatch(each -> each == 1);
    }

    private Set<Integer> ids() {
        Set<Integer> ids = new HashSet<>();
        taker.events().forEach(each -> ids.add(each.at("/data/after/id").asInt(0)));
        return ids;
    }

    /** For each id of an event, how many different events had it. */
    private List<Integer> contentsOfOneId() {
        Map<String, Set<JsonNode>> events = new HashMap<>();
        for (JsonNode each : taker.events()) {
            events.computeIfAbsent(each.path("id").asString(), _ -> new HashSet<>()).add(each);
        }
        return events.values().stream().map(Set::size).toList();
    }
}

package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.SharedPostgres;
import dev.meterlark.trigger.Trigger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The engine on a real PostgreSQL that writes its log for logical decoding. */
@Tag("slow")
class PostgresChangesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ListeningNode node;
    private static int farPort;

    private final Taker taker = new Taker();
    private String database;
    private JdbcTemplate theirs;
    private Line line;

    @BeforeAll
    static void start() {
        URI address = URI.create(SharedPostgres.newDatabase().substring("jdbc:".length()));
        farPort = address.getPort();
        node = new ListeningNode(Map.of("allowed", "127.0.0.1 1024-65535"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void newDatabase() throws Exception {
        String url = SharedPostgres.newDatabase();
        database = URI.create(url.substring("jdbc:".length())).getPath().substring(1);
        theirs = new JdbcTemplate(new DriverManagerDataSource(url, SharedPostgres.USER, ""));
        theirs.execute("create table orders (id int primary key, total numeric(20, 4), note text)");
        line = new Line(farPort);
    }

    @AfterEach
    void cut() throws Exception {
        theirs.execute(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                        + " where not active and database = current_database()");
        line.close();
    }

    @Test
    void whatHappensToARowArrivesInOrderWithWhatItWasAndWhatItIs() throws Exception {
        theirs.execute("alter table orders replica identity full");
        try (var listener = node.listen(made("none", "orders"), taker)) {
            awaitConnected();
            theirs.update("insert into orders values (1, 10.5000, 'first'), (2, 3, null)");
            theirs.update("update orders set total = 12345678901234.5678 where id = 1");
            theirs.update("delete from orders where id = 1");
            awaitEvents(4);
        }
        List<JsonNode> first = ofRow(1);
        assertThat(first)
                .extracting(each -> each.at("/data/op").asString())
                .containsExactly("c", "u", "d");
        JsonNode update = first.get(1);
        assertThat(update.at("/data/before/total").asString()).isEqualTo("10.5000");
        assertThat(update.at("/data/after/total").asString()).isEqualTo("12345678901234.5678");
        assertThat(update.at("/data/source/table").asString()).isEqualTo("orders");
        assertThat(update.path("subject").asString()).isEqualTo("public.orders");
        assertThat(update.path("specversion").asString()).isEqualTo("1.0");
        assertThat(first.get(2).at("/data/after").isNull()).isTrue();
        assertThat(taker.events()).extracting(each -> each.path("id")).doesNotHaveDuplicates();
    }

    @Test
    void valuesAreExact() throws Exception {
        theirs.execute(
                """
                create table kinds (id bigint primary key, amount numeric, at timestamptz, day date,
                    clock timestamp, bytes bytea, doc jsonb, tags text[], big text, n int)
                """);
        theirs.execute("alter table kinds alter column big set storage external");
        try (var listener = node.listen(made("none", "kinds"), taker)) {
            awaitConnected();
            theirs.update(
                    """
                    insert into kinds values (9223372036854775807, 0.12345678901234567890,
                        '2026-03-29 02:30:00.123456+02', '2026-02-28', '2026-03-29 02:30:00.123456',
                        '\\xdeadbeef', '{"a": [1, 2.50]}', '{x,"y z",null}', repeat('long', 5000), 0)
                    """);
            theirs.update("update kinds set n = 1");
            awaitEvents(2);
        }
        JsonNode row = taker.events().getFirst().at("/data/after");
        assertThat(row.path("id").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(row.path("amount").asString()).isEqualTo("0.12345678901234567890");
        assertThat(row.path("at").asString()).startsWith("2026-03-29T00:30:00.123456");
        assertThat(row.path("day").asString()).startsWith("2026-02-28");
        assertThat(row.path("clock").asString()).startsWith("2026-03-29T02:30:00.123456");
        assertThat(row.path("bytes").asString()).isEqualTo("3q2+7w==");
        assertThat(row.path("doc").asString()).isEqualTo("{\"a\": [1, 2.50]}");
        assertThat(row.path("tags").toString()).isEqualTo("[\"x\",\"y z\",null]");
        assertThat(row.path("big").asString()).hasSize(20_000);
        assertThat(taker.events().get(1).at("/data/after/big").asString())
                .as("an unchanged value that is stored apart is not in the log")
                .isEqualTo("__debezium_unavailable_value");
    }

    @Test
    void whoeverComesAfterAnOwnerThatStoppedAnywhereLosesNothing() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        int rows = 6_000;
        try (var first = node.listen(trigger, taker)) {
            awaitConnected();
            theirs.update(
                    "copy (select n, n, 'copied' from generate_series(1, 6000) n) to '/tmp/%s'"
                            .formatted(database));
            theirs.update("copy orders from '/tmp/%s'".formatted(database));
            await().atMost(PATIENCE).until(() -> taker.events().size() > 100);
        }
        theirs.update("update orders set note = 'later' where id <= 50");
        try (var second = node.listen(trigger, taker)) {
            await().atMost(PATIENCE).until(() -> ids("c").size() == rows && ids("u").size() == 50);
        }
    }

    @Test
    void aDatabaseThatDisappearsIsFoundAgainAndNothingIsMissing() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected();
            theirs.update("insert into orders values (1, 1, '')");
            awaitEvents(1);

            line.cut();
            theirs.update("insert into orders values (2, 1, '')");
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
            await().atMost(PATIENCE)
                    .until(() -> Boolean.FALSE.equals(facts(trigger).get("connected")));
            line.mend();

            await().atMost(PATIENCE).until(() -> ids("c").size() == 2);
        }
        assertThat(taker.troubles()).anyMatch(each -> each.contains("nothing answers"));
    }

    @Test
    void aHostThatSaysNothingIsGivenUpOn() throws Exception {
        line.swallow(true);
        try (var listener = node.listen(made("none", "orders"), taker)) {
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
        }
        assertThat(taker.troubles().getFirst()).contains("did not answer in time");
    }

    @Test
    void aTableThatChangesItsShapeIsReadOn() throws Exception {
        try (var listener = node.listen(made("none", "orders"), taker)) {
            awaitConnected();
            theirs.update("insert into orders values (1, 1, 'old')");
            theirs.execute("alter table orders add column colour text default 'red'");
            theirs.execute("alter table orders drop column note");
            theirs.update("insert into orders (id, total, colour) values (2, 1, 'blue')");
            awaitEvents(2);
        }
        assertThat(taker.events().get(1).at("/data/after").toString())
                .contains("\"colour\":\"blue\"")
                .doesNotContain("note");
    }

    @Test
    void aSnapshotHandsOverTheRowsThatAreThereFirst() throws Exception {
        theirs.update("insert into orders select n, n, '' from generate_series(1, 300) n");
        Trigger<DatabaseTrigger> trigger = made("initial", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitEvents(300);
            theirs.update("insert into orders values (301, 1, '')");
            await().atMost(PATIENCE).until(() -> ids("c").size() == 1);
            await().atMost(PATIENCE).until(() -> node.rows().position(trigger.id()).isPresent());
        }
        assertThat(ids("r")).hasSize(300);
        int before = taker.events().size();
        try (var again = node.listen(trigger, taker)) {
            theirs.update("insert into orders values (302, 1, '')");
            await().atMost(PATIENCE).until(() -> ids("c").size() == 2);
        }
        assertThat(taker.events().size()).as("no second snapshot").isLessThan(before + 10);
    }

    @Test
    void whatCannotWorkIsSaidAsAWhole() throws Exception {
        theirs.execute("create table keyless (n int)");
        theirs.execute("create view seen as select 1 as n");
        try (var listener = node.listen(made("none", "keyless", "seen", "gone"), taker)) {
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
        }
        assertThat(taker.troubles().getFirst())
                .contains("public.keyless has no primary key")
                .contains("public.seen is no table")
                .contains("there is no table public.gone");
        theirs.update("insert into keyless values (1)");
        theirs.update("update keyless set n = 2"); // their own work goes on
    }

    @Test
    void aReplicaIdentityThatHidesTheOldRowIsSaid() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected();
            await().atMost(PATIENCE)
                    .until(() -> facts(trigger).toString().contains("replica identity full"));
        }
        assertThat(facts(trigger)).containsKeys("lagBytes", "keptBytes", "slot", "lookedAt");
    }

    @Test
    void anIdleTriggerKeepsNoLogBack() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected();
            String before = confirmed();
            theirs.execute("create table other as select n from generate_series(1, 20000) n");
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    Boolean.TRUE.equals(
                                            theirs.queryForObject(
                                                    "select confirmed_flush_lsn > ?::pg_lsn from"
                                                        + " pg_replication_slots where database ="
                                                        + " current_database()",
                                                    Boolean.class,
                                                    before)));
            assertThat(taker.events()).as("what moves it is nobody's event").isEmpty();
        }
    }

    @Test
    void aSlotThatVanishedUnderAPositionIsNoNewBeginning() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected();
            theirs.update("insert into orders values (1, 1, '')");
            await().atMost(PATIENCE).until(() -> node.rows().position(trigger.id()).isPresent());
        }
        // Theirs hears of an end a moment after ours.
        await().atMost(PATIENCE)
                .until(
                        () ->
                                theirs.queryForList(
                                                "select 1 from pg_replication_slots where active"
                                                        + " and database = current_database()")
                                        .isEmpty());
        theirs.queryForList(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots where"
                        + " database = current_database()");
        try (var listener = node.listen(trigger, taker)) {
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
        }
        assertThat(taker.troubles().getFirst()).contains("is gone, and with it the changes since");
    }

    @Test
    void aDeletedTriggerLeavesNothingBehind() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        var listener = node.listen(trigger, taker);
        awaitConnected();

        node.connecting(taker).leave(trigger.account(), trigger.id(), trigger.configuration());
        listener.close();
        node.connecting(taker).leave(trigger.account(), trigger.id(), trigger.configuration());

        assertThat(theirs.queryForList("select 1 from pg_publication")).isEmpty();
        assertThat(slots()).isEmpty();
    }

    private Trigger<DatabaseTrigger> made(String snapshot, String... tables) {
        return node.made(TestTriggers.asked("postgresql", line.port(), database, snapshot, tables));
    }

    private Map<String, Object> facts(Trigger<DatabaseTrigger> trigger) {
        return node.sights().facts(trigger.account(), trigger.id());
    }

    private void awaitConnected() {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(taker.troubles()).isEmpty();
                            return !theirs.queryForList(
                                            "select 1 from pg_replication_slots where active and"
                                                    + " database = current_database()")
                                    .isEmpty();
                        });
    }

    private List<Map<String, Object>> slots() {
        return theirs.queryForList(
                "select 1 from pg_replication_slots where database = current_database()");
    }

    private String confirmed() {
        return String.valueOf(
                theirs.queryForObject("select pg_current_wal_lsn()::text", String.class));
    }

    private void awaitEvents(int count) {
        await().atMost(PATIENCE).until(() -> taker.events().size() >= count);
    }

    private List<JsonNode> ofRow(int id) {
        return taker.events().stream()
                .filter(
                        each ->
                                each.at("/data/after/id").asInt(0) == id
                                        || each.at("/data/before/id").asInt(0) == id)
                .toList();
    }

    private Set<Integer> ids(String operation) {
        return taker.events().stream()
                .filter(each -> each.at("/data/op").asString().equals(operation))
                .map(each -> each.at("/data/after/id").asInt(0))
                .collect(Collectors.toSet());
    }
}

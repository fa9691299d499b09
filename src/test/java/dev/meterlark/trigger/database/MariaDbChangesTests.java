package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.trigger.Trigger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The engine on a real MariaDB that writes a log for replicas. */
@Tag("slow")
class MariaDbChangesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static SharedMariaDb server;
    private static ListeningNode node;

    private final Taker taker = new Taker();
    private String database;
    private JdbcTemplate theirs;
    private Line line;

    @BeforeAll
    static void start() {
        server = SharedMariaDb.get();
        node = new ListeningNode(Map.of("allowed", "127.0.0.1 1024-65535"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void newDatabase() throws Exception {
        database = server.newDatabase();
        theirs = server.template(database);
        theirs.execute("create table orders (id int primary key, total decimal(20, 4))");
        line = new Line(server.port());
    }

    @AfterEach
    void cut() throws Exception {
        line.close();
    }

    @Test
    void whatHappensToARowArrivesInOrderWithWhatItWasAndWhatItIs() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            theirs.update("insert into orders values (1, 10.5), (2, 3)");
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
        assertThat(update.at("/data/source/connector").asString()).isEqualTo("mariadb");
        assertThat(update.path("subject").asString()).isEqualTo(database + ".orders");
        assertThat(first.get(2).at("/data/before/total").asString())
                .as("the whole row that was deleted")
                .isEqualTo("12345678901234.5678");
        assertThat(first.get(2).at("/data/after").isNull()).isTrue();
        assertThat(taker.events()).extracting(each -> each.path("id")).doesNotHaveDuplicates();
    }

    @Test
    void valuesAreExact() throws Exception {
        theirs.execute(
                """
                create table kinds (id bigint unsigned primary key, amount decimal(38, 20),
                    at datetime(6), stamp timestamp(6), day date, clock time(3),
                    past time, year year,
                    bytes varbinary(10), big blob, doc json, kind enum('small', 'large'),
                    tags set('a', 'b', 'c'), flag bit(1), bits bit(10), tiny tinyint(1), f double,
                    words varchar(20) character set latin1)
                """);
        Trigger<DatabaseTrigger> trigger = made("none", "kinds");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            theirs.execute("set time_zone = '+02:00'");
            theirs.update(
                    """
                    insert into kinds values (18446744073709551615, 0.12345678901234567890,
                        '2026-03-29 02:30:00.123456', from_unixtime(1774751400.123456),
                        '2026-02-28', '02:01:02.345', '-838:59:59', 2026, x'deadbeef', x'00ff',
                        '{"a": [1, 2.50]}', 'large', 'a,c', b'1', b'1000000001', 1, 0.1, 'größer')
                    """);
            awaitEvents(1);
        }
        JsonNode row = taker.events().getFirst().at("/data/after");
        assertThat(row.path("id").asString()).isEqualTo("18446744073709551615");
        assertThat(row.path("amount").asString()).isEqualTo("0.12345678901234567890");
        assertThat(row.path("at").asString()).startsWith("2026-03-29T02:30:00.123456");
        assertThat(row.path("stamp").asString()).startsWith("2026-03-29T02:30:00.123456");
        assertThat(row.path("day").asString()).startsWith("2026-02-28");
        assertThat(row.path("clock").asString()).isEqualTo("02:01:02.345");
        assertThat(row.path("past").asString()).isEqualTo("-838:59:59");
        assertThat(row.path("year").asInt()).isEqualTo(2026);
        assertThat(row.path("bytes").asString()).isEqualTo("3q2+7w==");
        assertThat(row.path("big").asString()).isEqualTo("AP8=");
        assertThat(row.path("doc").asString()).isEqualTo("{\"a\": [1, 2.50]}");
        assertThat(row.path("kind").asString()).isEqualTo("large");
        assertThat(row.path("tags").asString()).isEqualTo("a,c");
        assertThat(row.path("flag").asBoolean()).isTrue();
        assertThat(row.path("bits").asString()).isEqualTo("AQI=");
        assertThat(row.path("tiny").asInt()).isEqualTo(1);
        assertThat(row.path("f").asDouble()).isEqualTo(0.1);
        assertThat(row.path("words").asString()).isEqualTo("größer");
    }

    @Test
    void whoeverComesAfterAnOwnerThatStoppedAnywhereLosesNothing() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var first = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            oneTransaction(1, 6_000);
            await().atMost(PATIENCE).until(() -> taker.events().size() > 100);
        }
        theirs.execute("alter table orders add column colour varchar(10) after id");
        theirs.update("insert into orders (id, colour) values (6001, 'red')");
        try (var second = node.listen(trigger, taker)) {
            await().atMost(PATIENCE).until(() -> ids("c").size() == 6_001);
        }
        assertThat(ofRow(6_001).getFirst().at("/data/after/colour").asString()).isEqualTo("red");
        Map<String, JsonNode> byId = new HashMap<>();
        for (JsonNode each : taker.events()) {
            JsonNode other = byId.putIfAbsent(each.path("id").asString(), each);
            assertThat(other == null || other.equals(each))
                    .as("an id is one event's, however often it is read: %s", each)
                    .isTrue();
        }
    }

    @Test
    void theRowsThatAreThereComeFirstAndOnce() throws Exception {
        insert(1, 300);
        Trigger<DatabaseTrigger> trigger = made("initial", "orders");
        try (var listener = node.listen(trigger, taker)) {
            await().atMost(PATIENCE).until(() -> ids("r").size() == 300);
            awaitConnected(trigger);
            insert(301, 301);
            await().atMost(PATIENCE).until(() -> ids("c").contains(301));
            await().atMost(PATIENCE).until(() -> node.rows().position(trigger.id()).isPresent());
        }
        int before = taker.events().size();
        try (var again = node.listen(trigger, taker)) {
            insert(302, 302);
            await().atMost(PATIENCE).until(() -> ids("c").contains(302));
        }
        assertThat(taker.events().size()).as("no second snapshot").isLessThan(before + 10);
    }

    @Test
    void aDatabaseThatDisappearsIsFoundAgainAndNothingIsMissing() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            insert(1, 1);
            awaitEvents(1);

            line.cut();
            insert(2, 2);
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
            await().atMost(PATIENCE)
                    .until(() -> Boolean.FALSE.equals(facts(trigger).get("connected")));
            line.mend();

            await().atMost(PATIENCE).until(() -> ids("c").size() == 2);
            await().atMost(PATIENCE).until(() -> Long.valueOf(0).equals(lag(trigger)));
        }
        assertThat(taker.troubles()).anyMatch(each -> each.contains("nothing answers"));
    }

    @Test
    void aHostThatSaysNothingIsGivenUpOn() throws Exception {
        line.swallow(true);
        try (var hasty =
                        new ListeningNode(
                                Map.of(
                                        "allowed",
                                        "127.0.0.1 1024-65535",
                                        "statement-timeout",
                                        "2s"));
                var listener =
                        hasty.listen(
                                hasty.made(
                                        TestTriggers.mariadb(
                                                line.port(), database, "none", "orders")),
                                taker)) {
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
        }
        assertThat(taker.troubles().getFirst()).contains("did not answer in time");
    }

    @Test
    void aBatchIsWaitedForAsLongAsTheTriggerSays() throws Exception {
        Trigger<DatabaseTrigger> trigger =
                node.made(
                        TestTriggers.mariadb(line.port(), database, "none", "orders"),
                        Duration.ofSeconds(3));
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            insert(1, 1);
            theirs.update("update orders set total = 2");
            awaitEvents(2);
        }
        assertThat(taker.batches()).as("both in one").hasSize(1);
    }

    @Test
    void aTableThatIsDroppedLeavesTheOthersAndComesBack() throws Exception {
        theirs.execute("create table parts (id int primary key)");
        Trigger<DatabaseTrigger> trigger = made("none", "orders", "parts");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            theirs.update("insert into parts values (1)");
            theirs.execute("drop table parts");
            insert(2, 2);
            await().atMost(PATIENCE).until(() -> ids("c").equals(Set.of(1, 2)));
            await().atMost(PATIENCE)
                    .until(() -> facts(trigger).toString().contains("parts is not there any more"));
        }
        try (var again = node.listen(trigger, taker)) {
            theirs.execute("create table parts (id int primary key, colour text)");
            theirs.update("insert into parts values (3, 'red')");
            await().atMost(PATIENCE).until(() -> ids("c").contains(3));
        }
        assertThat(taker.troubles()).isEmpty();
    }

    @Test
    void aChangeOfATableThatCannotBeReadEndsTheReadingAndThatOfAnotherDoesNot() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            theirs.execute("create table others (id int primary key, u uuid)");
            theirs.execute("create sequence numbers");
            insert(1, 1);
            awaitEvents(1);
            assertThat(taker.troubles()).isEmpty();

            theirs.execute("alter table orders add column u uuid default uuid()");
            insert(2, 2);
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
        }
        assertThat(taker.troubles().getFirst())
                .contains("cannot be read: alter table orders add column u uuid");
        assertThat(ids("c")).containsExactly(1);
    }

    @Test
    void aLogThatWasThrownAwayIsNoNewBeginning() throws Exception {
        Trigger<DatabaseTrigger> trigger = made("none", "orders");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
        }
        theirs.execute("flush binary logs");
        JdbcTemplate root = server.template("");
        String last = String.valueOf(root.queryForMap("show master status").get("File"));
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            root.execute("purge binary logs to '%s'".formatted(last));
                            return root.queryForList("show binary logs").size() == 1;
                        });
        try (var listener = node.listen(trigger, taker)) {
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
        }
        assertThat(taker.troubles().getFirst())
                .contains("has thrown away maria-bin.")
                .contains("changes are lost");
    }

    /** Of statements with one and with many rows, and of rows that take several events. */
    private void oneTransaction(int first, int last) {
        theirs.execute(
                "begin not atomic start transaction;"
                        + " insert into orders values (%d, 1);".formatted(first)
                        + " insert into orders values (%d, 1);".formatted(first + 1)
                        + " insert into orders select seq, seq from seq_%d_to_%d;"
                                .formatted(first + 2, last)
                        + " update orders set total = 1 where id = %d;".formatted(first)
                        + " commit; end");
    }

    private void insert(int first, int last) {
        theirs.update(
                "insert into orders (id, total) select seq, seq from seq_%d_to_%d"
                        .formatted(first, last));
    }

    private Trigger<DatabaseTrigger> made(String snapshot, String... tables) {
        return node.made(TestTriggers.mariadb(line.port(), database, snapshot, tables));
    }

    private Map<String, Object> facts(Trigger<DatabaseTrigger> trigger) {
        return node.sights().facts(trigger.account(), trigger.id());
    }

    private Object lag(Trigger<DatabaseTrigger> trigger) {
        return facts(trigger).get("lagBytes") instanceof Number lag ? lag.longValue() : -1L;
    }

    private void awaitConnected(Trigger<DatabaseTrigger> trigger) {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(taker.troubles()).isEmpty();
                            return node.isConnected(trigger);
                        });
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

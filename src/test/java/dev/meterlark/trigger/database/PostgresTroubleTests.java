package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.SharedPostgres;
import dev.meterlark.trigger.Trigger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What goes wrong with a PostgreSQL under a trigger, and what goes on. */
@Tag("slow")
class PostgresTroubleTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ListeningNode node;

    private final Taker taker = new Taker();
    private String database;
    private JdbcTemplate theirs;
    private int port;

    @BeforeAll
    static void start() {
        node = new ListeningNode(Map.of("allowed", "127.0.0.1 1024-65535"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void newDatabase() {
        String url = SharedPostgres.newDatabase();
        URI address = URI.create(url.substring("jdbc:".length()));
        database = address.getPath().substring(1);
        port = address.getPort();
        theirs = new JdbcTemplate(new DriverManagerDataSource(url, SharedPostgres.USER, ""));
        theirs.execute("create table orders (id int primary key, note text)");
    }

    @Test
    void aTableThatIsDroppedLeavesTheOthersAndIsReadAgainWhenItIsMadeAnew() throws Exception {
        theirs.execute("create table parts (id int primary key)");
        Trigger<DatabaseTrigger> trigger = made(port, database, "orders", "parts");
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            theirs.update("insert into parts values (1)");
            theirs.execute("drop table parts");
            theirs.update("insert into orders values (2, '')");
            await().atMost(PATIENCE).until(() -> ids(taker).equals(Set.of(1, 2)));
            awaitFact(trigger, "public.parts is not there any more");
        }
        assertThat(taker.troubles()).isEmpty();
        try (var again = node.listen(trigger, taker)) {
            theirs.update("insert into orders values (3, '')");
            await().atMost(PATIENCE).until(() -> ids(taker).contains(3));
            theirs.execute("create table parts (id int primary key, colour text)");
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    theirs.queryForList("select 1 from pg_publication_tables")
                                                    .size()
                                            == 2);
            theirs.update("insert into parts values (4, 'red')");
            await().atMost(PATIENCE).until(() -> ids(taker).contains(4));
        }
        assertThat(taker.troubles()).allMatch(each -> each.contains("public.parts was made anew"));
        dropSlots(theirs);
    }

    @Test
    void anotherTriggerReadsOnWhileADatabaseIsAway() throws Exception {
        Taker other = new Taker();
        try (Line line = new Line(port)) {
            Trigger<DatabaseTrigger> away = made(line.port(), database, "orders");
            Trigger<DatabaseTrigger> neighbour = made(port, database, "orders");
            try (var first = node.listen(away, taker);
                    var second = node.listen(neighbour, other)) {
                awaitConnected(away);
                awaitConnected(neighbour);
                line.cut();
                await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
                theirs.update("insert into orders values (1, '')");
                await().atMost(PATIENCE).until(() -> ids(other).contains(1));
                assertThat(ids(taker)).isEmpty();
                line.mend();
                await().atMost(PATIENCE).until(() -> ids(taker).contains(1));
            }
            assertThat(other.troubles()).isEmpty();
        }
        dropSlots(theirs);
    }

    @Test
    void aBatchIsWaitedForAsLongAsTheTriggerSays() throws Exception {
        Trigger<DatabaseTrigger> trigger =
                node.made(
                        TestTriggers.asked("postgresql", port, database, "none", "orders"),
                        Duration.ofSeconds(3));
        try (var listener = node.listen(trigger, taker)) {
            awaitConnected(trigger);
            theirs.update("insert into orders values (1, '')");
            theirs.update("update orders set note = 'later'");
            await().atMost(PATIENCE).until(() -> taker.events().size() == 2);
        }
        assertThat(taker.batches()).as("both in one").hasSize(1);
        dropSlots(theirs);
    }

    @Test
    void aDatabaseThatWritesNoLogForUsIsToldHowTo() throws Exception {
        try (EmbeddedPostgres plain = EmbeddedPostgres.builder().start()) {
            JdbcTemplate there = new JdbcTemplate(plain.getPostgresDatabase());
            there.execute("create table orders (id int primary key)");
            try (var listener = node.listen(made(plain.getPort(), "postgres", "orders"), taker)) {
                await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
            }
        }
        assertThat(taker.troubles().getFirst())
                .contains("wal_level is replica and has to be logical: alter system set");
    }

    @Test
    void aSlotThatTheDatabaseGaveUpIsSaidToHaveLostChanges() throws Exception {
        try (EmbeddedPostgres small =
                EmbeddedPostgres.builder()
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("max_slot_wal_keep_size", "1MB")
                        .start()) {
            JdbcTemplate there = new JdbcTemplate(small.getPostgresDatabase());
            there.execute("create table orders (id int primary key)");
            Trigger<DatabaseTrigger> trigger = made(small.getPort(), "postgres", "orders");
            try (var listener = node.listen(trigger, taker)) {
                awaitConnected(trigger);
                there.update("insert into orders values (1)");
                await().atMost(PATIENCE)
                        .until(() -> node.rows().position(trigger.id()).isPresent());
            }
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                there.execute(
                                        "select pg_logical_emit_message(false, 'x', 'x'),"
                                                + " pg_switch_wal()");
                                there.execute("checkpoint");
                                return !there.queryForList(
                                                "select 1 from pg_replication_slots where"
                                                        + " wal_status = 'lost'")
                                        .isEmpty();
                            });
            Taker later = new Taker();
            try (var listener = node.listen(trigger, later)) {
                await().atMost(PATIENCE).until(() -> !later.troubles().isEmpty());
            }
            assertThat(later.troubles().getFirst())
                    .contains("has thrown away log that the slot")
                    .contains("changes are lost; make the trigger anew");
        }
    }

    private static Trigger<DatabaseTrigger> made(int port, String database, String... tables) {
        return node.made(TestTriggers.asked("postgresql", port, database, "none", tables));
    }

    private static void awaitConnected(Trigger<DatabaseTrigger> trigger) {
        await().atMost(PATIENCE).until(() -> node.isConnected(trigger));
    }

    private static void awaitFact(Trigger<DatabaseTrigger> trigger, String text) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                node.sights()
                                        .facts(trigger.account(), trigger.id())
                                        .toString()
                                        .contains(text));
    }

    /** There are only so many, for all tests. */
    private static void dropSlots(JdbcTemplate theirs) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                theirs.queryForList(
                                                "select 1 from pg_replication_slots where active"
                                                        + " and database = current_database()")
                                        .isEmpty());
        theirs.execute(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                        + " where database = current_database()");
    }

    private static Set<Integer> ids(Taker taker) {
        return taker.events().stream()
                .map(each -> each.at("/data/after/id").asInt(0))
                .collect(Collectors.toSet());
    }
}

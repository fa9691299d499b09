package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.trigger.Trigger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Whom a MariaDB lets in, and what it has to be like. */
@Tag("slow")
class MariaDbAccessTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir static Path folder;
    private static SharedMariaDb server;
    private static ListeningNode node;
    private static String database;
    private static JdbcTemplate root;

    @BeforeAll
    static void start() {
        server = SharedMariaDb.get();
        node = new ListeningNode(Map.of("allowed", "127.0.0.1 1024-65535"));
        database = server.newDatabase();
        root = server.template(database);
        root.execute("create table orders (id int primary key)");
        root.execute("create table strange (id uuid primary key, t text compressed)");
        root.execute("create view seen as select 1 as n");
        root.execute("create or replace user weak identified by 'secret'");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void whatCannotWorkIsSaidAsAWhole() throws Exception {
        assertThat(troubleOf(asked("weak", "initial", off(), "orders", "gone")))
                .contains("grant REPLICATION SLAVE on *.* to 'weak'")
                .contains("grant REPLICATION CLIENT on *.* to 'weak'")
                .contains("grant RELOAD on *.* to 'weak'")
                .contains("there is no table " + database + ".gone");
        assertThat(troubleOf(asked(SharedMariaDb.READER, "none", off(), "strange", "seen")))
                .contains("the column id, and a column of type uuid cannot be read yet")
                .contains("the column t, and a column of type text")
                .contains(database + ".seen is no plain table: view");
        assertThat(troubleOf(asked("nobody", "none", off(), "orders")))
                .contains("does not let this user in")
                .doesNotContain("secret");
    }

    @Test
    void aLogThatHoldsHalfOfARowIsRefused() throws Exception {
        root.execute("set global binlog_row_image = 'MINIMAL'");
        try {
            assertThat(troubleOf(asked(SharedMariaDb.READER, "none", off(), "orders")))
                    .contains("set global binlog_row_image = 'FULL'");
        } finally {
            root.execute("set global binlog_row_image = 'FULL'");
        }
    }

    @Test
    void aMariaDbIsNoMySql() throws Exception {
        DatabaseTrigger usual = asked(SharedMariaDb.READER, "none", off(), "orders");
        assertThat(
                        troubleOf(
                                new DatabaseTrigger(
                                        "mysql",
                                        usual.host(),
                                        usual.port(),
                                        usual.database(),
                                        usual.user(),
                                        usual.password(),
                                        null,
                                        usual.tls(),
                                        usual.tables(),
                                        usual.operations(),
                                        usual.snapshot(),
                                        usual.options())))
                .contains("the database is a MariaDB: engine has to be mariadb");
    }

    @Test
    void aCertificateIsLookedAtByItsNameAndByWhoSignedIt() throws Exception {
        TestCertificate other = TestCertificate.make(folder, "other");
        assertThat(
                        troubleOf(
                                asked(
                                        SharedMariaDb.READER,
                                        "none",
                                        new Tls("verify-full", other.pem()),
                                        "orders")))
                .contains("certificate is not one that tls.caCertificate vouches for");
        Taker taker = new Taker();
        Tls right = new Tls("verify-full", server.certificate());
        Trigger<DatabaseTrigger> trigger =
                node.made(asked(SharedMariaDb.READER, "none", right, "orders"));
        try (var listener = node.listen(trigger, taker)) {
            await().atMost(PATIENCE).until(() -> node.isConnected(trigger));
            root.update("insert into orders values (1)");
            await().atMost(PATIENCE).until(() -> taker.events().size() == 1);
        }
    }

    private static Tls off() {
        return new Tls("disable", null);
    }

    private static DatabaseTrigger asked(String user, String snapshot, Tls tls, String... tables) {
        return TestTriggers.as(
                TestTriggers.mariadb(server.port(), database, snapshot, tables),
                user,
                SharedMariaDb.PASSWORD,
                tls);
    }

    private static String troubleOf(DatabaseTrigger asked) throws Exception {
        Taker troubled = new Taker();
        try (var listener = node.listen(node.made(asked), troubled)) {
            await().atMost(PATIENCE).until(() -> !troubled.troubles().isEmpty());
        }
        return troubled.troubles().getFirst();
    }
}

package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.SharedPostgres;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Trigger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who is let in, by whom, and for how long. */
@Tag("slow")
class PostgresAccessTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir static Path folder;
    private static ListeningNode node;
    private static JdbcTemplate theirs;
    private static String database;
    private static int port;
    private static TestCertificate own;

    private final Taker taker = new Taker();

    @BeforeAll
    static void start() throws Exception {
        String url = SharedPostgres.newDatabase();
        URI address = URI.create(url.substring("jdbc:".length()));
        database = address.getPath().substring(1);
        port = address.getPort();
        theirs = new JdbcTemplate(new DriverManagerDataSource(url, SharedPostgres.USER, ""));
        theirs.execute("create table orders (id int primary key, note text)");
        own = TestCertificate.make(folder, "own");
        secure();
        node = new ListeningNode(Map.of());
        node.open("127.0.0.1 " + port);
    }

    /** Asks one user for a password, and offers TLS to all; the others come in as before. */
    private static void secure() throws Exception {
        Path data = Path.of(shown("data_directory"));
        Path key = Files.copy(own.key(), data.resolve("changes.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path certificate = Files.copy(own.certificate(), data.resolve("changes.crt"));
        theirs.execute("alter system set ssl_key_file = '%s'".formatted(key));
        theirs.execute("alter system set ssl_cert_file = '%s'".formatted(certificate));
        theirs.execute("alter system set ssl = on");
        Path access = Path.of(shown("hba_file"));
        Files.writeString(
                access, "host all asked 127.0.0.1/32 scram-sha-256\n" + Files.readString(access));
        theirs.execute("select pg_reload_conf()");
        theirs.execute("drop role if exists asked");
        theirs.execute("create role asked login password 'the right one'");
        await().atMost(PATIENCE).until(() -> shown("ssl").equals("on"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aWrongPasswordIsSaidAndARoleThatMayNotReplicateToo() throws Exception {
        assertThat(troubleOf(as("asked", "the wrong one", off())))
                .contains("does not take this user and password")
                .doesNotContain("the wrong one");
        assertThat(troubleOf(as("asked", "the right one", off())))
                .contains("alter role \"asked\" replication");
    }

    @Test
    void aCertificateIsLookedAt() throws Exception {
        TestCertificate other = TestCertificate.make(folder, "other");
        assertThat(troubleOf(as("postgres", "", new Tls("verify-full", other.pem()))))
                .contains("certificate is not one that tls.caCertificate vouches for");
        assertThat(troubleOf(as("postgres", "", new Tls("verify-full", null))))
                .contains("certificate");
        try (var listener =
                node.listen(made(as("postgres", "", new Tls("verify-full", own.pem()))), taker)) {
            theirs.update("delete from orders");
            awaitReading();
            theirs.update("insert into orders values (1, '')");
            await().atMost(PATIENCE).until(() -> !taker.events().isEmpty());
            assertThat(
                            theirs.queryForList(
                                    "select 1 from pg_stat_ssl s join pg_stat_replication r on"
                                            + " s.pid = r.pid where s.ssl"))
                    .isNotEmpty();
        }
    }

    @Test
    void whatTheOperatorClosesIsLeft() throws Exception {
        Trigger<DatabaseTrigger> trigger = made(as("postgres", "", off()));
        try (var listener = node.listen(trigger, taker)) {
            awaitReading();
            node.close("127.0.0.1 " + port);
            await().atMost(PATIENCE).until(() -> !taker.troubles().isEmpty());
            assertThat(taker.troubles().getFirst())
                    .contains("does not open to this account any more");
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    theirs.queryForList(
                                                    "select 1 from pg_replication_slots where"
                                                            + " active and database ="
                                                            + " current_database()")
                                            .isEmpty());
        } finally {
            node.open("127.0.0.1 " + port);
        }
    }

    @Test
    void aHugeRowComesWithoutItsLongestValueAndTheNextOneWhole() throws Exception {
        taker.refuse(
                batch ->
                        batch.items().toString().length() > 900_000
                                ? new RefusedException(ErrorCode.EVENT_TOO_LARGE, "too large")
                                : null);
        theirs.update("delete from orders");
        try (var listener = node.listen(made(as("postgres", "", off())), taker)) {
            awaitReading();
            theirs.update("insert into orders values (1, repeat('x', 30000000)), (2, 'small')");
            await().atMost(PATIENCE).until(() -> created().size() == 2);
        }
        assertThat(created())
                .extracting(each -> each.at("/data/after/note").asString())
                .containsExactlyInAnyOrder(Oversize.TOO_LONG, "small");
        assertThat(taker.troubles()).anyMatch(each -> each.contains("too large for an event"));
    }

    private List<JsonNode> created() {
        return taker.events().stream()
                .filter(each -> each.at("/data/op").asString().equals("c"))
                .toList();
    }

    private String troubleOf(DatabaseTrigger asked) throws Exception {
        Taker troubled = new Taker();
        try (var listener = node.listen(made(asked), troubled)) {
            await().atMost(PATIENCE).until(() -> !troubled.troubles().isEmpty());
        }
        return troubled.troubles().getFirst();
    }

    private static Trigger<DatabaseTrigger> made(DatabaseTrigger asked) {
        return node.made(asked);
    }

    private static Tls off() {
        return new Tls("disable", null);
    }

    private static DatabaseTrigger as(String user, String password, Tls tls) {
        return TestTriggers.as(
                TestTriggers.asked("postgresql", port, database, "none", "orders"),
                user,
                password,
                tls);
    }

    private static void awaitReading() {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                !theirs.queryForList(
                                                "select 1 from pg_replication_slots where active"
                                                        + " and database = current_database()")
                                        .isEmpty());
    }

    private static String shown(String setting) {
        return Objects.requireNonNull(
                theirs.queryForObject("select current_setting(?)", String.class, setting));
    }
}

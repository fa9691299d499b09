package dev.meterlark;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** One real PostgreSQL for all tests of this JVM, and a database in it for each that asks. */
public final class SharedPostgres {

    public static final String USER = "postgres";

    private static @Nullable EmbeddedPostgres server;

    private SharedPostgres() {}

    /** Whether this run of the suite is on PostgreSQL. */
    public static boolean asked() {
        return "postgresql".equals(System.getProperty("meterlark.test.database"));
    }

    /**
     * @return the JDBC URL of a new, empty database
     */
    public static String newDatabase() {
        return copyOf("template1");
    }

    /**
     * @param template nobody is connected to it
     * @return the JDBC URL of a new database with all that the template has
     */
    public static synchronized String copyOf(String template) {
        try {
            EmbeddedPostgres running = server == null ? started() : server;
            server = running;
            String name = "test_" + UUID.randomUUID().toString().replace("-", "");
            new JdbcTemplate(running.getPostgresDatabase())
                    .execute("create database %s template %s".formatted(name, template));
            return running.getJdbcUrl(USER, name);
        } catch (IOException e) {
            throw new IllegalStateException("no PostgreSQL could be started", e);
        }
    }

    /** Until the applications of this JVM are closed, which wait for it where it is gone. */
    private static EmbeddedPostgres started() throws IOException {
        EmbeddedPostgres started =
                EmbeddedPostgres.builder()
                        .setRegisterShutdownHook(false)
                        .setServerConfig("max_connections", "400")
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("max_replication_slots", "20")
                        .setServerConfig("max_wal_senders", "20")
                        .start();
        SpringApplication.getShutdownHandlers().add(() -> stop(started));
        return started;
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of a database that was given by its URL. */
    public static String nameIn(String url) {
        return url.replaceFirst(".*/", "").replaceFirst("\\?.*", "");
    }
}

package dev.meterlark.trigger.database;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * One real MariaDB for all tests of this JVM, on its loopback alone, that writes a log for replicas
 * and offers TLS; and a database in it for each that asks.
 *
 * @param certificate of the server
 */
public record SharedMariaDb(int port, String certificate) {

    /** Who may read its log and every table. */
    public static final String READER = "reader";

    public static final String PASSWORD = "secret";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path FOLDER = Path.of("target/mariadb").toAbsolutePath();

    private static @Nullable SharedMariaDb server;

    public static synchronized SharedMariaDb get() {
        SharedMariaDb known = server;
        if (known == null) {
            try {
                known = start();
            } catch (Exception e) {
                throw new IllegalStateException("no MariaDB could be started", e);
            }
            server = known;
        }
        return known;
    }

    private static SharedMariaDb start() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(FOLDER), "server-");
        Path data = folder.resolve("data");
        String user = "--user=" + System.getProperty("user.name");
        run(
                folder,
                "mariadb-install-db",
                "--no-defaults",
                user,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        TestCertificate own = TestCertificate.make(folder, "own");
        int port = freePort();
        launch(
                folder,
                List.of(
                        "mariadbd",
                        "--no-defaults",
                        user,
                        "--datadir=" + data,
                        "--socket=" + folder.resolve("s"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--server-id=1",
                        "--log-bin=maria-bin",
                        "--binlog-format=ROW",
                        "--innodb-buffer-pool-size=32M",
                        "--innodb-flush-log-at-trx-commit=2",
                        "--ssl-cert=" + own.certificate(),
                        "--ssl-key=" + own.key()));
        SharedMariaDb made = new SharedMariaDb(port, own.pem());
        JdbcTemplate root = made.template("");
        root.execute("create user %s identified by '%s'".formatted(READER, PASSWORD));
        root.execute(
                "grant select, replication slave, replication client, reload on *.* to " + READER);
        return made;
    }

    private static void launch(Path folder, List<String> command) throws IOException {
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(output).contains("ready for connections")) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(Files.readString(output));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static void run(Path folder, String... command) throws Exception {
        Path output = folder.resolve("install");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(output));
        }
    }

    /**
     * @return the name of a new, empty database
     */
    public String newDatabase() {
        String name = "d" + UUID.randomUUID().toString().replace("-", "");
        template("").execute("create database " + name);
        return name;
    }

    /** As root of the server. */
    public JdbcTemplate template(String database) {
        return new JdbcTemplate(
                new DriverManagerDataSource(
                        "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED".formatted(port, database),
                        "root",
                        ""));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

package dev.meterlark.platform;

import com.zaxxer.hikari.HikariDataSource;

import dev.meterlark.SharedPostgres;
import dev.meterlark.shared.AccountId;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import javax.sql.DataSource;

/**
 * A database of its own with every migration, for what needs no Spring context: H2 in a file as in
 * production, or PostgreSQL when the suite runs on it.
 */
public final class ScratchDatabase implements AutoCloseable {

    private final HikariDataSource pool;

    public ScratchDatabase() {
        this(migrated());
    }

    private ScratchDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    /** One that fails as it is told to, once it has its tables. */
    public static ScratchDatabase with(Faults faults) {
        return new ScratchDatabase(FaultyDataSource.beneath(migrated(), faults));
    }

    private static HikariDataSource migrated() {
        boolean postgreSql = SharedPostgres.asked();
        HikariDataSource pool = pool(postgreSql);
        pool.setJdbcUrl(postgreSql ? SharedPostgres.copyOf(MigratedOnPostgres.NAME) : inFile());
        return pool;
    }

    private static HikariDataSource pool(boolean postgreSql) {
        HikariDataSource pool = new HikariDataSource();
        pool.setUsername(postgreSql ? SharedPostgres.USER : "sa");
        pool.setMaximumPoolSize(16);
        return pool;
    }

    private static void migrate(String url, boolean postgreSql) {
        try (HikariDataSource pool = pool(postgreSql)) {
            pool.setJdbcUrl(url);
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration/common")
                    .placeholders(
                            postgreSql
                                    ? Map.of("bytes", "bytea", "text", "text")
                                    : Map.of(
                                            "bytes",
                                            "varbinary(1048576)",
                                            "text",
                                            "varchar(1048576)"))
                    .load()
                    .migrate();
        }
    }

    /** Migrated once, and copied for each: a hundred tests would else wait for the same tables. */
    private static final class MigratedOnPostgres {

        static final String NAME = make();

        private static String make() {
            String url = SharedPostgres.newDatabase();
            migrate(url, true);
            return SharedPostgres.nameIn(url);
        }
    }

    /** The same for H2, as a file. */
    private static final class MigratedInFile {

        static final Path FILE = make();

        private static Path make() {
            Path folder = newFolder();
            migrate(url(folder), false);
            return folder.resolve("h2.mv.db");
        }
    }

    public DataSource source() {
        return pool;
    }

    public JdbcTemplate template() {
        return new JdbcTemplate(pool);
    }

    public JdbcClient client() {
        return JdbcClient.create(pool);
    }

    public PlatformTransactionManager transactions() {
        return new JdbcTransactionManager(pool);
    }

    /** An account for rows that must belong to one. */
    public AccountId newAccount() {
        AccountId account = AccountId.random();
        insertAccount(account);
        return account;
    }

    public void insertAccount(AccountId account) {
        String label = account.toString();
        client().sql(
                        """
                        insert into account (id, name, slug, account_number, state, is_operator,
                            concurrency, functions, code_bytes, created_at, version)
                        values (?, 'Acme', ?, ?, 'OPEN', false, 9, 9, 9, current_timestamp, 0)
                        """)
                .param(account.value())
                .param(label)
                .param(label.substring(24))
                .update();
    }

    public long count(String table) {
        return client().sql("select count(*) from " + table).query(Long.class).single();
    }

    /** Every further statement fails, as when the database is gone. */
    public void cut() {
        pool.close();
    }

    @Override
    public void close() {
        pool.close();
    }

    private static String inFile() {
        try {
            Path folder = newFolder();
            Files.copy(MigratedInFile.FILE, folder.resolve("h2.mv.db"));
            return url(folder);
        } catch (IOException e) {
            throw new IllegalStateException("no file for a database", e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory(Path.of("target"), "scratch-database");
        } catch (IOException e) {
            throw new IllegalStateException("no folder for a database", e);
        }
    }

    private static String url(Path folder) {
        return EmbeddedDatabaseUrl.sound("jdbc:h2:file:" + folder.resolve("h2").toAbsolutePath())
                .value();
    }
}

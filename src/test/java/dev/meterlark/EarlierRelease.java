package dev.meterlark;

import org.flywaydb.core.Flyway;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Gives a context a database that the first release has written to, and knows what was in it. */
class EarlierRelease implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Its migrations; those that came later have numbers before, between and behind. */
    private static final List<String> MIGRATIONS =
            List.of(
                    "V100__account.sql",
                    "V200__functions.sql",
                    "V300__usage_ledger.sql",
                    "V400__calls.sql",
                    "V500__vault_check.sql",
                    "V501__idempotency.sql");

    private static final Pattern BYTES = Pattern.compile("bytes\\('([0-9a-f]*)'\\)");

    /** By table, each row by the names of the columns it had. */
    private final Map<String, List<Map<String, Object>>> rows = new TreeMap<>();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String url = TestDatabase.newUrl();
        var source = new DriverManagerDataSource(url, TestDatabase.user(), "");
        try {
            migrate(source);
            insert(JdbcClient.create(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestDatabase.use(url, context);
        context.getBeanFactory().registerSingleton("earlierRelease", this);
    }

    Map<String, List<Map<String, Object>>> rows() {
        return rows;
    }

    private static void migrate(DriverManagerDataSource source) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "first-release");
        for (String name : MIGRATIONS) {
            try (var file = new ClassPathResource("db/migration/common/" + name).getInputStream()) {
                Files.copy(file, folder.resolve(name));
            }
        }
        Flyway.configure()
                .dataSource(source)
                .locations("filesystem:" + folder.toAbsolutePath())
                .placeholders(
                        SharedPostgres.asked()
                                ? Map.of("bytes", "bytea", "text", "text")
                                : Map.of("bytes", "varbinary(1048576)", "text", "varchar(1048576)"))
                .load()
                .migrate();
    }

    private void insert(JdbcClient database) throws IOException {
        String all =
                new ClassPathResource("upgrade/first-release.sql")
                        .getContentAsString(StandardCharsets.UTF_8);
        String bytes = SharedPostgres.asked() ? "decode('$1', 'hex')" : "X'$1'";
        for (String statement : BYTES.matcher(all).replaceAll(bytes).split(";\n")) {
            if (!statement.isBlank()) {
                database.sql(statement).update();
            }
        }
        for (String table : tables(database)) {
            rows.put(table, database.sql("select * from " + table).query().listOfRows());
        }
    }

    private static List<String> tables(JdbcClient database) {
        return database.sql(
                        """
                        select lower(table_name) from information_schema.tables
                        where lower(table_schema) = 'public' and table_type = 'BASE TABLE'
                            and lower(table_name) <> 'flyway_schema_history'
                        """)
                .query(String.class)
                .list();
    }
}

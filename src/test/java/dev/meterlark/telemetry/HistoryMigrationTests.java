package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.SharedPostgres;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** What an earlier release left is read as what this one writes. */
@Tag("database")
class HistoryMigrationTests {

    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-23T12:00:00Z");

    @TempDir private Path folder;
    private final DriverManagerDataSource source = new DriverManagerDataSource();
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final UUID account = UUID.randomUUID();
    private final UUID function = UUID.randomUUID();

    @BeforeEach
    void earlierRelease() throws IOException {
        boolean postgreSql = SharedPostgres.asked();
        source.setUrl(
                postgreSql
                        ? SharedPostgres.newDatabase()
                        : "jdbc:h2:file:" + folder.resolve("h2").toAbsolutePath());
        source.setUsername(postgreSql ? SharedPostgres.USER : "sa");
        Path before = Files.createDirectory(folder.resolve("before"));
        try (Stream<Path> files = Files.list(Path.of("db/migration/common"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                int version = Integer.parseInt(name.substring(1, name.indexOf("__")));
                if (version < 303 || version >= 400 && version <= 402) {
                    Files.copy(file, before.resolve(name));
                }
            }
        }
        migrate(before);
    }

    @Test
    void whatCallsSaidAndWhatFunctionsUsedSurvives() throws IOException {
        UUID failed = call("function.error", "Error", "it broke");
        UUID succeeded = call(null, null, null);

        migrate(Path.of("db/migration/common"));

        assertThat(count("usage_record")).isEqualTo(2);
        assertThat(
                        jdbc.sql("select error_message from call_failure where invocation_id = ?")
                                .param(failed)
                                .query(String.class)
                                .single())
                .isEqualTo("it broke");
        assertThat(
                        jdbc.sql("select count(*) from call_failure where invocation_id = ?")
                                .param(succeeded)
                                .query(Long.class)
                                .single())
                .isZero();
        assertThat(
                        jdbc.sql("select function_id from usage_function where account_id = ?")
                                .param(account)
                                .query(UUID.class)
                                .single())
                .isEqualTo(function);
    }

    private void migrate(Path from) {
        Flyway.configure()
                .dataSource(source)
                .locations("filesystem:" + from.toAbsolutePath())
                .outOfOrder(true)
                .placeholders(
                        SharedPostgres.asked()
                                ? Map.of("bytes", "bytea", "text", "text")
                                : Map.of("bytes", "varbinary(1048576)", "text", "varchar(1048576)"))
                .load()
                .migrate();
    }

    private UUID call(@Nullable String code, @Nullable String type, @Nullable String message) {
        UUID id = UUID.randomUUID();
        String shared =
                """
                (invocation_id, attempt, account_id, function_id, function_name, version, source,
                 started_at, error_code, cold, queued_micros, start_micros, init_micros, run_micros,
                 billed_millis, memory_mib, cpu_micros, peak_memory_bytes, request_bytes,
                 response_bytes, price, currency, price_book, %s)
                values (:id, 1, :account, :function, 'f', '$LATEST', 'rest', :at, :code, false, 0, 0,
                 0, 1000, 1, 128, 900, 1000, 2, 3, 0.000001, 'USD', 'payg-2026-01', %s)
                """;
        jdbc.sql(
                        "insert into usage_record "
                                + shared.formatted("usage_day, billable", ":day, true"))
                .params(params(id, code))
                .param("day", NOON.toLocalDate())
                .update();
        jdbc.sql(
                        "insert into call_record "
                                + shared.formatted("error_type, error_message", ":type, :message"))
                .params(params(id, code))
                .param("type", type)
                .param("message", message)
                .update();
        return id;
    }

    private Map<String, @Nullable Object> params(UUID id, @Nullable String code) {
        Map<String, @Nullable Object> params = new HashMap<>();
        params.put("id", id);
        params.put("account", account);
        params.put("function", function);
        params.put("at", NOON);
        params.put("code", code);
        return params;
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }
}

package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

class DatabaseTests {

    @Test
    void theDefaultsAreAnEmbeddedDatabase() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new DatabaseProperties(
                                "", "", "", 16, Duration.ofSeconds(5), Duration.ofSeconds(60)));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(
                        bind(
                                Map.of(
                                        "meterlark.database.url", "jdbc:postgresql://db/lark",
                                        "meterlark.database.user", "lark",
                                        "meterlark.database.password", "secret",
                                        "meterlark.database.max-connections", "40",
                                        "meterlark.database.connection-timeout", "2s",
                                        "meterlark.database.statement-timeout", "10s")))
                .isEqualTo(
                        new DatabaseProperties(
                                "jdbc:postgresql://db/lark",
                                "lark",
                                "secret",
                                40,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "url, jdbc:mysql://db/lark?password=x, was: jdbc:mysql://db/lark",
        "max-connections, 1, was: 1",
        "max-connections, 1001, was: 1001",
        "connection-timeout, 100ms, was: PT0.1S",
        "statement-timeout, 10ms, was: PT0.01S"
    })
    void aValueOutOfRangeIsRefusedByNameAndValue(String key, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of("meterlark.database." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.database." + key)
                .hasMessageEndingWith(message);
    }

    @Test
    void theEmbeddedDatabaseWritesEachCommitAtOnce(@TempDir Path folder) throws Exception {
        try (HikariDataSource pool = embedded(folder)) {
            List<String> delays =
                    JdbcClient.create(pool)
                            .sql(
                                    "select setting_value from information_schema.settings where"
                                            + " setting_name = 'WRITE_DELAY'")
                            .query(String.class)
                            .list();
            assertThat(delays).isNotEmpty().containsOnly("0");
        }
        for (String owned : new String[] {"data", "data/db"}) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(owned))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void theEmbeddedDatabaseReadsAnewWhatIsAskedAgain(@TempDir Path folder) throws Exception {
        try (HikariDataSource pool = embedded(folder);
                Connection connection = pool.getConnection()) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            jdbc.sql("create table asked (n int)").update();
            jdbc.sql("insert into asked values (1)").update();
            jdbc.sql(
                            "create alias reading deterministic for '%s.next'"
                                    .formatted(Reading.class.getName()))
                    .update();
            Supplier<Long> asked =
                    () -> jdbc.sql("select reading(n) from asked").query(Long.class).single();

            assertThat(asked.get()).isNotEqualTo(asked.get());
        }
    }

    /** What H2 believes to be the same for the same argument. */
    public static final class Reading {

        private static final AtomicLong READ = new AtomicLong();

        public static long next(int of) {
            return of + READ.incrementAndGet();
        }
    }

    private static HikariDataSource embedded(Path folder) throws IOException {
        return new Database(bind(Map.of())).dataSource(new DataFolder(folder.resolve("data")));
    }

    @Test
    void anH2UrlOfTheOperatorsOwnIsMadeSoundToo() {
        assertThat(EmbeddedDatabaseUrl.sound("jdbc:h2:file:/x").value())
                .isEqualTo("jdbc:h2:file:/x;WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=FALSE");
        assertThat(
                        EmbeddedDatabaseUrl.sound(
                                        "jdbc:h2:file:/x;optimize_reuse_results=0;write_delay=0")
                                .value())
                .isEqualTo("jdbc:h2:file:/x;optimize_reuse_results=0;write_delay=0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Write_Delay=500", "Optimize_Reuse_Results=true"})
    void anH2UrlThatWouldLoseWritesIsRefused(String setting) {
        assertThatThrownBy(() -> EmbeddedDatabaseUrl.sound("jdbc:h2:file:/x;" + setting + ";A=B"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meterlark.database.url")
                .hasMessageContaining(setting.toUpperCase(Locale.ROOT));
    }

    private static DatabaseProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.database", DatabaseProperties.class);
    }
}

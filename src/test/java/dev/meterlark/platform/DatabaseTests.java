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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
    void theEmbeddedDatabaseWritesEachCommitAtOnceAndShowsItToWhoeverReadsNext(@TempDir Path folder)
            throws Exception {
        Database database = new Database(bind(Map.of()));
        try (HikariDataSource pool = database.dataSource(new DataFolder(folder.resolve("data")))) {
            JdbcClient jdbc = JdbcClient.create(pool);
            assertThat(setting(jdbc, "WRITE_DELAY")).isNotEmpty().containsOnly("0");
            assertThat(setting(jdbc, "OPTIMIZE_REUSE_RESULTS")).containsExactly("FALSE");
        }
        for (String owned : new String[] {"data", "data/db"}) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(owned))))
                    .isEqualTo("rwx------");
        }
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

    private static List<String> setting(JdbcClient jdbc, String name) {
        return jdbc.sql(
                        "select setting_value from information_schema.settings"
                                + " where setting_name = ?")
                .param(name)
                .query(String.class)
                .list();
    }

    private static DatabaseProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.database", DatabaseProperties.class);
    }
}

package dev.meterlark.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.util.Map;

/** The pool of connections, and what the migrations call a column's type on each database. */
@Configuration
class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final Map<String, String> ON_POSTGRESQL =
            Map.of("bytes", "bytea", "text", "text");

    /** The longest that H2 has, and what Hibernate expects for byte[] and String. */
    private static final Map<String, String> ON_H2 =
            Map.of("bytes", "varbinary(1048576)", "text", "varchar(1048576)");

    private final DatabaseProperties properties;

    Database(DatabaseProperties properties) {
        this.properties = properties;
    }

    @Bean
    HikariDataSource dataSource(DataFolder data) throws IOException {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("database");
        pool.setMaximumPoolSize(properties.maxConnections());
        pool.setConnectionTimeout(properties.connectionTimeout().toMillis());
        if (properties.isPostgreSql()) {
            onPostgreSql(pool);
        } else {
            onH2(pool, data);
        }
        return new HikariDataSource(pool);
    }

    @Bean
    FlywayConfigurationCustomizer columnTypes() {
        return flyway -> flyway.placeholders(properties.isPostgreSql() ? ON_POSTGRESQL : ON_H2);
    }

    private void onPostgreSql(HikariConfig pool) {
        pool.setJdbcUrl(properties.url());
        pool.setUsername(properties.user());
        pool.setPassword(properties.password());
        long seconds = properties.statementTimeout().toSeconds();
        pool.addDataSourceProperty("ApplicationName", "meterlark");
        pool.addDataSourceProperty("options", "-c statement_timeout=" + seconds * 1_000);
        // Longer than the server's own limit, for when the server is gone without a word.
        pool.addDataSourceProperty("socketTimeout", String.valueOf(seconds + 10));
        pool.addDataSourceProperty("connectTimeout", "10");
        // A batch of records goes in one statement; the URL may say otherwise.
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    }

    private void onH2(HikariConfig pool, DataFolder data) throws IOException {
        String url;
        if (properties.url().isEmpty()) {
            data.folder("db");
            url = EmbeddedDatabaseUrl.inFolder(data.path(), properties.statementTimeout()).value();
        } else {
            url = EmbeddedDatabaseUrl.sound(properties.url()).value();
        }
        pool.setJdbcUrl(url);
        pool.setUsername(properties.user().isEmpty() ? "sa" : properties.user());
        pool.setPassword(properties.password());
        LOG.warn(
                "State is kept in an embedded H2 database: safe against a killed process, not"
                        + " against a power loss. For production set meterlark.database.url to a"
                        + " PostgreSQL.");
    }
}

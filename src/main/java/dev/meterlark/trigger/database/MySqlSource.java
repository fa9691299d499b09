package dev.meterlark.trigger.database;

import dev.meterlark.trigger.TriggerId;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * MariaDB and MySQL: the engine reads the binary log as a replica would, and leaves nothing there.
 * Its drivers look names up by themselves, so they get the address that was checked; the
 * certificate was looked at under the name before, and is the only one that is trusted.
 */
final class MySqlSource implements Source {

    private final DatabaseTrigger asked;
    private final TriggerId trigger;
    private final String password;
    private final Way way;

    /**
     * @param literal the address that was checked
     * @param truststore a file with the certificate to trust; empty where none is looked at
     */
    record Way(
            String run,
            String literal,
            String truststore,
            long connectMillis,
            long statementMillis) {}

    MySqlSource(TriggerId trigger, DatabaseTrigger asked, String password, Way way) {
        this.trigger = trigger;
        this.asked = asked;
        this.password = password;
        this.way = way;
    }

    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", asked.login());
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", String.valueOf(way.connectMillis()));
        properties.setProperty("socketTimeout", String.valueOf(way.statementMillis()));
        properties.setProperty("allowLoadLocalInfile", "false");
        properties.setProperty("allowUrlInLocalInfile", "false");
        properties.setProperty("autoDeserialize", "false");
        properties.setProperty("sslMode", mode("DISABLED", "REQUIRED", "VERIFY_CA"));
        if (!way.truststore().isEmpty()) {
            properties.setProperty("trustCertificateKeyStoreUrl", "file:" + way.truststore());
            properties.setProperty("trustCertificateKeyStorePassword", PinnedCertificate.PASSWORD);
            properties.setProperty("fallbackToSystemTrustStore", "false");
        }
        return DriverManager.getConnection(
                "jdbc:mysql://%s:%d/%s".formatted(way.literal(), asked.number(), asked.name()),
                properties);
    }

    private String mode(String none, String trusting, String looking) {
        Tls tls = asked.privacy();
        return !tls.encrypts() ? none : tls.looksAtCertificate() ? looking : trusting;
    }

    @Override
    public List<String> prepare(Connection connection, boolean begun) throws SQLException {
        return new MySqlCheck(connection, asked).warnings();
    }

    @Override
    public Look look(Connection connection, String place) throws SQLException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("position", place);
        return new Look(place.isEmpty() ? 0 : behind(connection, place), -1, facts);
    }

    /**
     * @param place {@code file-position-row}, and file names end in a dot and digits
     */
    private static long behind(Connection connection, String place) throws SQLException {
        String[] parts = place.substring(place.startsWith("s") ? 1 : 0).split("-");
        String file = parts[0];
        long position = Long.parseLong(parts[1]);
        long behind = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show binary logs")) {
            while (rows.next()) {
                int order = rows.getString(1).compareTo(file);
                if (order == 0) {
                    behind += rows.getLong(2) - position;
                } else if (order > 0) {
                    behind += rows.getLong(2);
                }
            }
        }
        return Math.max(0, behind);
    }

    @Override
    public void leave(Connection connection) {}

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        settings.put("database.hostname", way.literal());
        settings.put("database.password", password);
        settings.put("database.include.list", asked.name().replace("$", "\\$"));
        settings.put("database.server.id", String.valueOf(replica()));
        settings.put("snapshot.mode", asked.beginsWithRows() ? "initial" : "no_data");
        settings.put("snapshot.locking.mode", asked.beginsWithRows() ? "minimal" : "none");
        settings.put("connect.timeout.ms", String.valueOf(way.connectMillis()));
        settings.put("schema.history.internal", StoredSchema.class.getName());
        settings.put("schema.history.internal." + StoredOffsets.RUN, way.run());
        settings.put("schema.history.internal.skip.unparseable.ddl", "true");
        settings.put("database.ssl.mode", mode("disabled", "required", "verify_ca"));
        if (!way.truststore().isEmpty()) {
            settings.put("database.ssl.truststore", way.truststore());
            settings.put("database.ssl.truststore.password", PinnedCertificate.PASSWORD);
            settings.put("driver.fallbackToSystemTrustStore", "false");
        }
        return settings;
    }

    /** Two replicas with one number throw each other out. */
    private long replica() {
        return 1_000_000_000L + (trigger.value().getLeastSignificantBits() & 0x3fff_ffffL);
    }
}

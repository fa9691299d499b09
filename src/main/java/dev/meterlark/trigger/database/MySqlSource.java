package dev.meterlark.trigger.database;

import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.database.replica.Replica;
import dev.meterlark.trigger.database.replica.ReplicaConnector;
import dev.meterlark.trigger.database.replica.TimeText;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * MariaDB and MySQL: the engine reads the binary log as a replica would, and leaves nothing there.
 * Its drivers look names up by themselves, so they get the address that was checked; the
 * certificate was looked at under the name before, and is the only one that is trusted.
 */
final class MySqlSource implements Source {

    /** The log's client asks the database for a sign after 0.8 of this, a little late for ours. */
    private static final double OF_SIGNS = 1.3;

    /** What no database may make a driver do. */
    private static final Map<String, String> NEVER =
            Map.of("allowLoadLocalInfile", "false", "allowUrlInLocalInfile", "false");

    private final DatabaseTrigger asked;
    private final TriggerId trigger;
    private final String password;
    private final Way way;

    /**
     * @param literal the address that was checked
     * @param truststore a file with the certificate to trust; empty where none is looked at
     * @param signMillis after how long an idle database gives a sign of life
     */
    record Way(
            String run,
            String literal,
            String truststore,
            long connectMillis,
            long statementMillis,
            long signMillis) {}

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
        NEVER.forEach(properties::setProperty);
        properties.setProperty("sslMode", mode("DISABLED", "REQUIRED", "VERIFY_CA"));
        if (!way.truststore().isEmpty()) {
            properties.setProperty("trustCertificateKeyStoreUrl", "file:" + way.truststore());
            properties.setProperty("trustCertificateKeyStorePassword", PinnedCertificate.PASSWORD);
            properties.setProperty("fallbackToSystemTrustStore", "false");
        }
        return DriverManager.getConnection(
                "jdbc:mysql://%s:%d/".formatted(way.literal(), asked.number()), properties);
    }

    private String mode(String none, String trusting, String looking) {
        Tls tls = asked.privacy();
        return !tls.encrypts() ? none : tls.looksAtCertificate() ? looking : trusting;
    }

    @Override
    public List<String> prepare(Connection connection, boolean begun) throws SQLException {
        return new MySqlCheck(connection, asked, begun)
                .warnings(begun ? stored() : Optional.empty());
    }

    private Optional<BinlogPlace> stored() {
        return Run.Open.named(way.run()).position().flatMap(StoredOffsets::binlogPlace);
    }

    @Override
    public Look look(Connection connection, String place) throws SQLException {
        Map<String, Object> facts = new LinkedHashMap<>();
        Optional<BinlogPlace> known =
                place.isEmpty() ? stored() : Optional.of(BinlogPlace.parse(place));
        List<String> warnings = MySqlCheck.missing(connection, asked);
        if (known.isEmpty()) {
            return new Look(0, -1, facts, warnings);
        }
        BinlogPlace here = known.get();
        facts.put("position", "%s:%d".formatted(here.file(), here.position()));
        return new Look(behind(connection, here), -1, facts, warnings);
    }

    private static long behind(Connection connection, BinlogPlace place) throws SQLException {
        long behind = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show binary logs")) {
            while (rows.next()) {
                behind += place.bytesTo(rows.getString(1), rows.getLong(2));
            }
        }
        return behind;
    }

    @Override
    public void leave(Connection connection) {}

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("connector.class", ReplicaConnector.class.getName());
        settings.put(Replica.MARIADB, String.valueOf(asked.kind() == Engine.MARIADB));
        settings.put(
                Replica.TABLES,
                asked.watched().stream()
                        .map(each -> each.substring(each.indexOf('.') + 1))
                        .collect(Collectors.joining(",")));
        if (asked.kind() == Engine.MARIADB) {
            settings.put("ddl.parser.type", "legacy"); // it knows more of what only a MariaDB says
        }
        settings.put("database.hostname", way.literal());
        settings.put("database.password", password);
        settings.put("database.include.list", asked.name().replace("$", "\\$"));
        settings.put("database.server.id", String.valueOf(replica()));
        settings.put("snapshot.mode", asked.beginsWithRows() ? "initial" : "no_data");
        settings.put("snapshot.locking.mode", asked.beginsWithRows() ? "minimal" : "none");
        settings.put("connect.timeout.ms", String.valueOf(way.connectMillis()));
        settings.put("connect.keep.alive", "false"); // the log's client would go on by itself
        settings.put(
                "connect.keep.alive.interval.ms",
                String.valueOf(Math.round(way.signMillis() * OF_SIGNS)));
        settings.put("bigint.unsigned.handling.mode", "precise");
        settings.put("converters", "time");
        settings.put("time.type", TimeText.class.getName());
        settings.put("schema.history.internal", StoredSchema.class.getName());
        settings.put("schema.history.internal." + StoredOffsets.RUN, way.run());
        settings.put("schema.history.internal.skip.unparseable.ddl", "true");
        settings.put("schema.history.internal.store.only.captured.tables.ddl", "true");
        settings.put("schema.history.internal.store.only.captured.databases.ddl", "true");
        NEVER.forEach((option, value) -> settings.put("driver." + option, value));
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

package dev.meterlark.trigger.database;

import dev.meterlark.trigger.TriggerId;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * PostgreSQL: a publication says what is written down for us, a replication slot how far we are.
 */
final class PostgresSource implements Source {

    /** From here on pgoutput passes messages on, by which an idle slot moves. */
    private static final int MESSAGES_SINCE = 140_000;

    private static final int LOOKS_FOR_ITS_END = 25;

    private final DatabaseTrigger asked;
    private final String name;
    private final String password;
    private final Driver driver;
    private int version;

    /**
     * @param run by which the driver finds the way to the address that was checked
     * @param authorities a file with the certificates to trust; empty for those of the JVM
     */
    record Driver(String run, String authorities, long connectSeconds, long statementMillis) {}

    PostgresSource(TriggerId trigger, DatabaseTrigger asked, String password, Driver driver) {
        this.asked = asked;
        this.name = nameOf(trigger);
        this.password = password;
        this.driver = driver;
    }

    /** Of the slot and the publication. */
    static String nameOf(TriggerId trigger) {
        return "meterlark_" + trigger.toString().replace("-", "");
    }

    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        options().forEach(properties::setProperty);
        properties.setProperty("user", asked.login());
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "meterlark");
        properties.setProperty("loginTimeout", String.valueOf(driver.connectSeconds()));
        properties.setProperty(
                "socketTimeout", String.valueOf(driver.statementMillis() / 1_000 + 5));
        properties.setProperty("options", "-c statement_timeout=" + driver.statementMillis());
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(host(), asked.number(), asked.name()),
                properties);
    }

    /** Every option that decides where the driver connects to, and what it loads. */
    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("socketFactory", GuardedSockets.class.getName());
        options.put("socketFactoryArg", driver.run());
        options.put("gssEncMode", "disable");
        options.put("sslmode", String.valueOf(asked.privacy().mode()));
        if (asked.privacy().looksAtCertificate()) {
            if (driver.authorities().isEmpty()) {
                options.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            } else {
                options.put("sslrootcert", driver.authorities());
            }
        }
        return options;
    }

    private String host() {
        return asked.place().indexOf(':') < 0 ? asked.place() : "[" + asked.place() + "]";
    }

    @Override
    public List<String> prepare(Connection connection, boolean begun) throws SQLException {
        PostgresCheck check = new PostgresCheck(connection, asked, name, begun);
        version = check.version();
        List<String> warnings = check.warnings();
        publish(connection, check.there());
        endOtherReader(connection);
        return warnings;
    }

    /** The tables may have been changed since it was made. */
    private void publish(Connection connection, List<String> there) throws SQLException {
        if (asked.choices().publication() != null) {
            return;
        }
        String tables =
                there.stream().map(PostgresSource::quoted).collect(Collectors.joining(", "));
        boolean made =
                one(connection, "select count(*) from pg_publication where pubname = ?", name) > 0;
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    made
                            ? "alter publication %s set table %s".formatted(name, tables)
                            : "create publication %s for table %s".formatted(name, tables));
            statement.execute(
                    "alter publication %s set (publish = '%s')".formatted(name, published()));
        } catch (SQLException e) {
            throw new TroubleException(
                    "the user %s cannot make a publication (%s); let it own the tables and create in the database, or make one and name it in options.publication: create publication NAME for table %s"
                            .formatted(
                                    asked.login(),
                                    Troubles.cut(String.valueOf(e.getMessage())),
                                    String.join(", ", asked.watched())),
                    e);
        }
    }

    private String published() {
        Map<String, String> words =
                Map.of("create", "insert", "update", "update", "delete", "delete");
        return asked.wanted().stream().map(words::get).sorted().collect(Collectors.joining(", "));
    }

    /** Whoever else reads from our slot was this trigger's owner before, and is so no more. */
    private void endOtherReader(Connection connection) throws SQLException {
        for (int look = 0; look < LOOKS_FOR_ITS_END; look++) {
            long ending =
                    one(
                            connection,
                            "select count(pg_terminate_backend(active_pid)) from"
                                    + " pg_replication_slots where slot_name = ? and database ="
                                    + " current_database() and active_pid is not null",
                            name);
            if (ending == 0) {
                return;
            }
            texts(connection, "select pg_sleep(?::float8)", "0.2");
        }
    }

    @Override
    public Look look(Connection connection, String place) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn),
                            pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn),
                            to_jsonb(s) ->> 'wal_status', to_jsonb(s) ->> 'safe_wal_size',
                            confirmed_flush_lsn
                        from pg_replication_slots s where slot_name = ?
                        """)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("slot", name);
                if (!row.next()) {
                    return new Look(0, 0, facts, List.of());
                }
                facts.put("slotState", String.valueOf(row.getString(3)));
                if (row.getString(4) != null) {
                    facts.put("bytesUntilSlotIsLost", row.getLong(4));
                }
                facts.put("position", String.valueOf(row.getString(5)));
                return new Look(row.getLong(1), row.getLong(2), facts, gone(connection));
            }
        }
    }

    /**
     * Of the tables that are to be read, those that are not there now.
     *
     * @throws TroubleException when one is there that is not published, because it was made anew:
     *     it is when the trigger begins again
     */
    private List<String> gone(Connection connection) throws SQLException {
        List<String> gone = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select t.name, c.oid is null, r.oid is null
                        from unnest(?) with ordinality as t(name, place)
                        left join pg_class c on c.oid = to_regclass(t.name)
                        left join pg_publication_rel r on r.prrelid = c.oid and r.prpubid =
                            (select p.oid from pg_publication p where p.pubname = ?)
                        order by t.place
                        """)) {
            List<String> quoted = asked.watched().stream().map(PostgresSource::quoted).toList();
            statement.setArray(1, connection.createArrayOf("text", quoted.toArray()));
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                for (String table : asked.watched()) {
                    row.next();
                    if (row.getBoolean(2)) {
                        gone.add(Source.gone(table));
                    } else if (row.getBoolean(3) && asked.choices().publication() == null) {
                        throw new TroubleException(
                                "%s was made anew; what changed in it until now is not read"
                                        .formatted(table));
                    }
                }
            }
        }
        return gone;
    }

    @Override
    public void leave(Connection connection) throws SQLException {
        endOtherReader(connection);
        one(
                connection,
                "select count(pg_drop_replication_slot(slot_name)) from pg_replication_slots"
                        + " where slot_name = ? and database = current_database()",
                name);
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop publication if exists " + name);
        }
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", name);
        settings.put("slot.drop.on.stop", "false");
        settings.put("slot.max.retries", "3");
        settings.put("slot.retry.delay.ms", "2000");
        settings.put(
                "publication.name",
                Objects.requireNonNullElse(asked.choices().publication(), name));
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("snapshot.mode", asked.beginsWithRows() ? "initial" : "no_data");
        settings.put("hstore.handling.mode", "json");
        settings.put("interval.handling.mode", "string");
        settings.put("database.hostname", host());
        settings.put("database.dbname", asked.name());
        settings.put("database.password", password);
        settings.put("status.update.interval.ms", "5000");
        options().forEach((option, value) -> settings.put("driver." + option, value));
        settings.put("database.sslmode", String.valueOf(asked.privacy().mode()));
        if (version >= MESSAGES_SINCE) {
            settings.put(
                    "heartbeat.action.query",
                    "select pg_logical_emit_message(false, 'meterlark', '')");
        }
        return settings;
    }

    /** Of what was checked to be letters, digits, '_' and '$'. */
    static String quoted(String table) {
        int dot = table.indexOf('.');
        return "\"%s\".\"%s\"".formatted(table.substring(0, dot), table.substring(dot + 1));
    }

    static List<String> texts(Connection connection, String sql, String parameter)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(String.valueOf(rows.getString(1)));
                }
                return found;
            }
        }
    }

    private static long one(Connection connection, String sql, String parameter)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}

package dev.meterlark.trigger.database;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose changes are wanted.
 *
 * @param engine {@code postgresql}, {@code mariadb}, {@code mysql}
 * @param host a name or an address, nothing else
 * @param password as it comes in; null once it is sealed
 * @param sealedPassword for this trigger and this place alone
 * @param tables {@code schema.table}; without a schema, in {@code public} or in {@code database}
 * @param operations {@code create}, {@code update}, {@code delete}; all when none is named
 * @param snapshot {@code initial} hands over the rows that are there first; {@code none} begins
 *     with what changes from now on
 */
record DatabaseTrigger(
        @Nullable String engine,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String user,
        @Nullable String password,
        @Nullable String sealedPassword,
        @Nullable Tls tls,
        @Nullable List<String> tables,
        @Nullable List<String> operations,
        @Nullable String snapshot,
        @Nullable Map<String, String> options) {

    static final int MOST_TABLES = 100;
    private static final int LONGEST_USER = 128;
    private static final int LONGEST_PASSWORD = 1_024;
    private static final List<String> OPERATIONS = List.of("create", "update", "delete");

    DatabaseTrigger {
        Engine kind = Engine.of(needed("engine", engine));
        host = Asked.host(needed("host", host).strip());
        port = Asked.port(port == null ? kind.port() : port);
        database = Asked.database(needed("database", database));
        user = bounded("user", needed("user", user), LONGEST_USER);
        password = password == null ? null : bounded("password", password, LONGEST_PASSWORD);
        tls = tls == null ? Tls.strict() : tls;
        tables = tables(kind, database, tables);
        operations = operations(operations);
        snapshot = snapshot(snapshot);
        options = Options.checked(options);
    }

    Engine kind() {
        return Engine.of(needed("engine", engine));
    }

    String place() {
        return Objects.requireNonNull(host);
    }

    int number() {
        return Objects.requireNonNull(port);
    }

    String name() {
        return Objects.requireNonNull(database);
    }

    String login() {
        return Objects.requireNonNull(user);
    }

    Tls privacy() {
        return Objects.requireNonNull(tls);
    }

    /** Each with its schema or database. */
    List<String> watched() {
        return Objects.requireNonNull(tables);
    }

    Set<String> wanted() {
        return Set.copyOf(Objects.requireNonNull(operations));
    }

    boolean beginsWithRows() {
        return "initial".equals(snapshot);
    }

    Options choices() {
        return Options.of(Objects.requireNonNull(options));
    }

    DatabaseTrigger sealed(String sealed) {
        return new DatabaseTrigger(
                engine,
                host,
                port,
                database,
                user,
                null,
                sealed,
                tls,
                tables,
                operations,
                snapshot,
                options);
    }

    boolean sharesDatabaseWith(DatabaseTrigger other) {
        return kind() == other.kind()
                && place().equals(other.place())
                && number() == other.number()
                && name().equals(other.name());
    }

    /** The password must never get into a log by way of a record's text. */
    @Override
    public String toString() {
        return "%s %s:%d/%s".formatted(engine, host, port, database);
    }

    private static String needed(String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(member + " is missing");
        }
        return value;
    }

    private static String bounded(String member, String value, int most) {
        if (value.length() > most || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "%s may have %d characters and no NUL".formatted(member, most));
        }
        return value;
    }

    private static List<String> tables(Engine kind, String database, @Nullable List<String> asked) {
        if (asked == null || asked.isEmpty()) {
            throw new IllegalArgumentException("tables names no table");
        }
        if (asked.size() > MOST_TABLES) {
            throw new IllegalArgumentException(
                    "tables may name %d, were: %d".formatted(MOST_TABLES, asked.size()));
        }
        String home = kind == Engine.POSTGRESQL ? "public" : database;
        Set<String> full =
                asked.stream()
                        .map(each -> Asked.table(String.valueOf(each)))
                        .map(each -> each.indexOf('.') < 0 ? home + "." + each : each)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String each : full) {
            if (kind != Engine.POSTGRESQL && !each.startsWith(database + ".")) {
                throw new IllegalArgumentException(
                        "tables are of the database %s, was: %s".formatted(database, each));
            }
        }
        return List.copyOf(full);
    }

    private static List<String> operations(@Nullable List<String> asked) {
        if (asked == null || asked.isEmpty()) {
            return OPERATIONS;
        }
        for (String each : asked) {
            if (!OPERATIONS.contains(each)) {
                throw new IllegalArgumentException(
                        "operations are create, update and delete, was: "
                                + Asked.shown(String.valueOf(each)));
            }
        }
        return OPERATIONS.stream().filter(asked::contains).toList();
    }

    private static String snapshot(@Nullable String asked) {
        String snapshot = asked == null ? "none" : asked;
        if (!snapshot.equals("none") && !snapshot.equals("initial")) {
            throw new IllegalArgumentException(
                    "snapshot is none or initial, was: " + Asked.shown(snapshot));
        }
        return snapshot;
    }
}

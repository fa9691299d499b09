package dev.meterlark.records;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/** An installation's database, and its packages on the disk, as a checker reads them. */
public final class Ledgers {

    private final JdbcClient database;
    private final @Nullable Path blobs;
    private final Set<String> tables;

    /**
     * @param blobs null when there are no packages to look at
     */
    public Ledgers(DataSource database, @Nullable Path blobs) {
        this.database = JdbcClient.create(database);
        this.blobs = blobs;
        this.tables = tables(this.database);
    }

    /** Of an installation with the embedded database, which must not be running. */
    public static Ledgers embedded(Path data) {
        String url = "jdbc:h2:file:%s".formatted(data.resolve("db/meterlark").toAbsolutePath());
        return new Ledgers(new DriverManagerDataSource(url, "sa", ""), data.resolve("blobs"));
    }

    public JdbcClient database() {
        return database;
    }

    @Nullable Path blobs() {
        return blobs;
    }

    boolean have(Set<String> wanted) {
        return tables.containsAll(wanted);
    }

    /** Each row of the answer as {@code name=value} pairs, at most a hundred of them. */
    List<String> rows(String sql) {
        return database.sql(sql + " fetch first 100 rows only").query().listOfRows().stream()
                .map(
                        row ->
                                row.entrySet().stream()
                                        .map(e -> e.getKey().toLowerCase() + "=" + e.getValue())
                                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static Set<String> tables(JdbcClient database) {
        return Set.copyOf(
                database.sql(
                                "select lower(table_name) from information_schema.tables where"
                                        + " lower(table_schema) = 'public'")
                        .query(String.class)
                        .list());
    }
}

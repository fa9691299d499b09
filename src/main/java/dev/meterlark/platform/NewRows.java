package dev.meterlark.platform;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds the rows that a table does not have yet, many at once, and leaves the others as they are: a
 * batch may come any number of times, also at the same time twice. Key and row are one statement,
 * so neither is ever there without the other.
 *
 * @param <T> what becomes one row
 */
public final class NewRows<T> {

    private static final int ROWS_PER_STATEMENT = 500;
    private static final int TRIES = 5;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Table table;
    private final Statement first;
    private final Statement careful;
    private final Function<T, Object[]> values;
    private final Consumer<List<T>> beside;

    /**
     * @param key its first columns, which no two rows share
     */
    public record Table(String name, List<String> key, List<String> others) {}

    /**
     * @param keyTwice whether the key is bound a second time, behind all columns
     */
    private record Statement(String sql, boolean keyTwice) {}

    /**
     * @param values in the order of the table's key and other columns; null for no value
     */
    public NewRows(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            Table table,
            Function<T, Object[]> values) {
        this(jdbc, transactions, table, values, _ -> {});
    }

    /**
     * @param values in the order of the table's key and other columns; null for no value
     * @param beside what else is written in the transaction that adds rows, also where some of them
     *     are there already
     */
    public NewRows(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            Table table,
            Function<T, Object[]> values,
            Consumer<List<T>> beside) {
        this.jdbc = jdbc;
        this.beside = beside;
        this.transaction = new TransactionTemplate(transactions);
        this.table = table;
        this.values = values;
        boolean postgreSql = isPostgreSql(jdbc);
        this.careful =
                postgreSql
                        ? new Statement(onConflictDoNothing(table), false)
                        : new Statement(whereNotThere(table), true);
        this.first = postgreSql ? careful : new Statement(insert(table), false);
    }

    /**
     * @param refused told of each row that the database will never take, and why
     * @throws DataAccessException when the database failed, rather than a row; nothing is lost by
     *     coming again with the same rows
     */
    public void add(List<T> rows, BiConsumer<T, DataAccessException> refused) {
        try {
            addAll(rows);
        } catch (DataIntegrityViolationException e) {
            for (T row : rows) {
                addAlone(row, refused);
            }
        }
    }

    private void addAlone(T row, BiConsumer<T, DataAccessException> refused) {
        try {
            addAll(List.of(row));
        } catch (DataIntegrityViolationException e) {
            refused.accept(row, e);
        }
    }

    /**
     * Tries again when some of the rows are there already, or another transaction added them at the
     * same time: then the careful statement sees them. Batches come again after a crash alone, and
     * H2 takes rows that it need not look for in two thirds of the time.
     */
    private void addAll(List<T> rows) {
        for (int attempt = 1; ; attempt++) {
            Statement statement = attempt == 1 ? first : careful;
            try {
                transaction.executeWithoutResult(_ -> insert(rows, statement));
                return;
            } catch (DuplicateKeyException | ConcurrencyFailureException e) {
                if (attempt == TRIES) {
                    throw new ConcurrencyFailureException(
                            "%d rows for %s met others %d times"
                                    .formatted(rows.size(), table.name(), attempt),
                            e);
                }
            }
        }
    }

    private void insert(List<T> rows, Statement statement) {
        jdbc.batchUpdate(
                statement.sql,
                rows,
                ROWS_PER_STATEMENT,
                (prepared, row) -> bind(prepared, row, statement.keyTwice));
        beside.accept(rows);
    }

    private void bind(PreparedStatement statement, T row, boolean keyTwice) throws SQLException {
        Object[] columns = values.apply(row);
        int index = 0;
        for (Object column : columns) {
            statement.setObject(++index, column);
        }
        for (int i = 0; keyTwice && i < table.key().size(); i++) {
            statement.setObject(++index, columns[i]);
        }
    }

    private static String insert(Table table) {
        return "insert into %s (%s) values (%s)"
                .formatted(table.name(), columns(table), marks(table));
    }

    private static String onConflictDoNothing(Table table) {
        return "%s on conflict (%s) do nothing"
                .formatted(insert(table), String.join(", ", table.key()));
    }

    /** H2 knows "on conflict" only while it imitates PostgreSQL, and is slower with it than so. */
    private static String whereNotThere(Table table) {
        return "insert into %s (%s) select %s where not exists (select 1 from %s where %s = ?)"
                .formatted(
                        table.name(),
                        columns(table),
                        marks(table),
                        table.name(),
                        String.join(" = ? and ", table.key()));
    }

    private static String columns(Table table) {
        return Stream.concat(table.key().stream(), table.others().stream())
                .collect(Collectors.joining(", "));
    }

    private static String marks(Table table) {
        return "?, ".repeat(table.key().size() + table.others().size() - 1) + "?";
    }

    private static boolean isPostgreSql(JdbcTemplate jdbc) {
        ConnectionCallback<String> product = c -> c.getMetaData().getDatabaseProductName();
        return "PostgreSQL".equals(jdbc.execute(product));
    }
}

package dev.meterlark.telemetry;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/**
 * Fills the database of an installation that is not running for {@code bin/bench console}: an
 * account has one of each thing that the platform made, and gets many; then a quarter of a year of
 * calls with their logs. Prints a call that made many others.
 */
final class FilledConsole {

    private FilledConsole() {}

    /**
     * @param arguments the database's URL and user, the account's slug, and how many functions and
     *     calls
     */
    public static void main(String[] arguments) throws SQLException {
        var source = new DriverManagerDataSource(arguments[0], arguments[1], "");
        var connection = new SingleConnectionDataSource(source.getConnection(), true);
        var transactions = new DataSourceTransactionManager(connection);
        var jdbc = new JdbcTemplate(connection);
        UUID account =
                Objects.requireNonNull(
                        jdbc.queryForObject(
                                "select id from account where slug = ?", UUID.class, arguments[2]));
        new TransactionTemplate(transactions)
                .executeWithoutResult(
                        _ -> {
                            new FilledThings(jdbc, account).fill(Integer.parseInt(arguments[3]));
                            new FilledMoney(jdbc, account).fill();
                        });
        var calls = new FilledCalls(jdbc, transactions, account);
        calls.fill(Integer.parseInt(arguments[4]));
        System.out.println(calls.parent());
        jdbc.execute("analyze");
        connection.destroy();
    }
}

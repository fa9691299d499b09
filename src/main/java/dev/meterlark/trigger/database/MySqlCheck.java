package dev.meterlark.trigger.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a MariaDB or MySQL is as it has to be, and what to do about it where it is not. */
final class MySqlCheck {

    private static final long A_DAY = 86_400;

    private final Connection connection;
    private final DatabaseTrigger asked;
    private final List<String> against = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    MySqlCheck(Connection connection, DatabaseTrigger asked) {
        this.connection = connection;
        this.asked = asked;
    }

    /**
     * @throws TroubleException with all that stands in the way
     */
    List<String> warnings() throws SQLException {
        boolean maria = text("select version()").toLowerCase(Locale.ROOT).contains("mariadb");
        if (maria != (asked.kind() == Engine.MARIADB)) {
            throw new TroubleException(
                    "the database is a %s: engine has to be %s"
                            .formatted(maria ? "MariaDB" : "MySQL", maria ? "mariadb" : "mysql"));
        }
        log(maria);
        rights();
        for (String table : asked.watched()) {
            table(table);
        }
        if (!against.isEmpty()) {
            throw new TroubleException(String.join("; ", against));
        }
        return warnings;
    }

    private void log(boolean maria) throws SQLException {
        if (!text("select @@log_bin").equals("1")) {
            against.add("the binary log is off: start the database with log_bin and a server_id");
            return;
        }
        needed("binlog_format", "ROW");
        needed("binlog_row_image", "FULL");
        if (!maria && !text("select @@gtid_mode").equals("ON")) {
            warnings.add(
                    "gtid_mode is off: after a failover to another server the trigger does not find"
                            + " its place in that one's log");
        }
        long kept =
                maria
                        ? (long) (Double.parseDouble(text("select @@expire_logs_days")) * A_DAY)
                        : Long.parseLong(text("select @@binlog_expire_logs_seconds"));
        if (kept > 0 && kept < A_DAY) {
            warnings.add(
                    "the database throws its binary log away after %d s: a trigger that stands still for longer loses changes"
                            .formatted(kept));
        }
    }

    private void needed(String variable, String value) throws SQLException {
        String now = text("select @@" + variable);
        if (!now.equalsIgnoreCase(value)) {
            against.add(
                    "%s is %s and has to be %s: set global %s = '%s'"
                            .formatted(variable, now, value, variable, value));
        }
    }

    private void rights() throws SQLException {
        StringBuilder grants = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show grants")) {
            while (rows.next()) {
                grants.append(rows.getString(1).toUpperCase(Locale.ROOT)).append('\n');
            }
        }
        String all = grants.toString();
        if (all.contains("ALL PRIVILEGES ON *.*")) {
            return;
        }
        if (!all.contains("REPLICATION SLAVE")) {
            against.add(right("REPLICATION SLAVE"));
        }
        if (!all.contains("REPLICATION CLIENT") && !all.contains("BINLOG MONITOR")) {
            against.add(right("REPLICATION CLIENT"));
        }
        if (asked.beginsWithRows() && !all.contains("RELOAD") && !all.contains("LOCK TABLES")) {
            against.add(right("RELOAD"));
        }
    }

    private String right(String right) {
        return "the user %s needs a right: grant %s on *.* to '%s'"
                .formatted(asked.login(), right, asked.login());
    }

    private void table(String table) throws SQLException {
        int dot = table.indexOf('.');
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select table_type, (select count(*)
                            from information_schema.table_constraints c
                            where c.table_schema = t.table_schema and c.table_name = t.table_name
                            and c.constraint_type = 'PRIMARY KEY')
                        from information_schema.tables t
                        where table_schema = ? and table_name = ?
                        """)) {
            statement.setString(1, table.substring(0, dot));
            statement.setString(2, table.substring(dot + 1));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    against.add(
                            "there is no table %s, or the user %s may not see it: grant select on %s to '%s'"
                                    .formatted(table, asked.login(), table, asked.login()));
                } else if (!row.getString(1).contains("TABLE")) {
                    against.add("%s is no table".formatted(table));
                } else if (row.getInt(2) == 0) {
                    warnings.add(
                            "%s has no primary key: all of its rows are kept in one order"
                                    .formatted(table));
                }
            }
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}

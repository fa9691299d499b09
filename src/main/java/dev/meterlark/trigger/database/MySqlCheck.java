package dev.meterlark.trigger.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a MariaDB or MySQL is as it has to be, and what to do about it where it is not. */
final class MySqlCheck {

    private static final long A_DAY = 86_400;

    private final Connection connection;
    private final DatabaseTrigger asked;
    private final boolean begun;
    private int there;
    private final List<String> against = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    MySqlCheck(Connection connection, DatabaseTrigger asked, boolean begun) {
        this.connection = connection;
        this.asked = asked;
        this.begun = begun;
    }

    /**
     * @param stored from where the log is to be read on; empty for its end
     * @throws TroubleException with all that stands in the way
     */
    List<String> warnings(Optional<BinlogPlace> stored) throws SQLException {
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
        if (there == 0 && against.isEmpty()) {
            against.add("none of the trigger's tables is there any more");
        }
        if (against.isEmpty() && stored.isPresent()) {
            file(stored.get().file());
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

    /** One that was thrown away would be a gap. */
    private void file(String needed) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show binary logs")) {
            while (rows.next()) {
                if (rows.getString(1).equals(needed)) {
                    return;
                }
            }
        }
        against.add(
                "the database has thrown away %s of its binary log, which the trigger still needed: changes are lost; make the trigger anew, with snapshot=initial to see all rows again"
                        .formatted(needed));
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
                if (row.next()) {
                    there++;
                    table(table, row.getString(1), row.getInt(2) > 0);
                    columns(table);
                } else if (!begun) {
                    against.add(
                            "there is no table %s, or the user %s may not see it: grant select on %s to '%s'"
                                    .formatted(table, asked.login(), table, asked.login()));
                }
            }
        }
    }

    /** What the log's reader does not know by its bytes. */
    private void columns(String table) throws SQLException {
        int dot = table.indexOf('.');
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select column_name, column_type from information_schema.columns
                        where table_schema = ? and table_name = ? and
                            (data_type in ('uuid', 'inet4', 'inet6', 'vector', 'xmltype')
                            or column_type like '%COMPRESSED%')
                        """)) {
            statement.setString(1, table.substring(0, dot));
            statement.setString(2, table.substring(dot + 1));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    against.add(
                            "%s has the column %s, and a column of type %s cannot be read yet"
                                    .formatted(table, row.getString(1), row.getString(2)));
                }
            }
        }
    }

    private void table(String table, String kind, boolean key) {
        if (!kind.equals("BASE TABLE")) {
            against.add("%s is no plain table: %s".formatted(table, kind.toLowerCase(Locale.ROOT)));
        } else if (!key) {
            warnings.add(
                    "%s has no primary key: all of its rows are kept in one order"
                            .formatted(table));
        }
    }

    /** Of the tables that are to be read, those that are not there now. */
    static List<String> missing(Connection connection, DatabaseTrigger asked) throws SQLException {
        List<String> missing = new ArrayList<>(asked.watched());
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select concat(table_schema, '.', table_name) from"
                                + " information_schema.tables where table_schema = ?")) {
            statement.setString(1, asked.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.remove(rows.getString(1));
                }
            }
        }
        return missing.stream().map(Source::gone).toList();
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}

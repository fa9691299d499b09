package dev.meterlark.trigger.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether a PostgreSQL is as it has to be, and what to do about it where it is not. */
final class PostgresCheck {

    private final Connection connection;
    private final DatabaseTrigger asked;
    private final String slot;
    private final boolean begun;
    private final List<String> there = new ArrayList<>();
    private final List<String> against = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param begun whether a position is stored
     */
    PostgresCheck(Connection connection, DatabaseTrigger asked, String slot, boolean begun) {
        this.connection = connection;
        this.asked = asked;
        this.slot = slot;
        this.begun = begun;
    }

    /** 180006 for 18.6. */
    int version() throws SQLException {
        return Integer.parseInt(setting("server_version_num"));
    }

    /**
     * @throws TroubleException with all that stands in the way
     */
    List<String> warnings() throws SQLException {
        level();
        right();
        for (String table : asked.watched()) {
            table(table);
        }
        if (there.isEmpty() && against.isEmpty()) {
            against.add("none of the trigger's tables is there any more");
        }
        slot();
        if (!against.isEmpty()) {
            throw new TroubleException(String.join("; ", against));
        }
        return warnings;
    }

    /** Of the tables that are to be read, those that are there. */
    List<String> there() {
        return there;
    }

    private void level() throws SQLException {
        String level = setting("wal_level");
        if (!level.equals("logical")) {
            against.add(
                    "wal_level is %s and has to be logical: alter system set wal_level = logical, then restart the database"
                            .formatted(level));
        }
    }

    private void right() throws SQLException {
        if (!holds(
                """
                select r.rolreplication or r.rolsuper or exists (
                    select 1 from pg_roles g where g.rolname in ('rds_replication', 'rdsadmin')
                    and pg_has_role(r.oid, g.oid, 'member'))
                from pg_roles r where r.rolname = current_user
                """)) {
            against.add(
                    "the user %s may not replicate: alter role \"%s\" replication"
                            .formatted(asked.login(), asked.login()));
        }
    }

    private void table(String table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select c.relkind, c.relreplident,
                            exists (select 1 from pg_index i
                                where i.indrelid = c.oid and i.indisprimary),
                            has_table_privilege(c.oid, 'select')
                        from pg_class c where c.oid = to_regclass(?)
                        """)) {
            statement.setString(1, PostgresSource.quoted(table));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    there.add(table);
                    table(table, row);
                } else if (!begun) {
                    against.add("there is no table %s".formatted(table));
                }
            }
        }
    }

    private void table(String table, ResultSet row) throws SQLException {
        String kind = row.getString(1);
        String identity = row.getString(2);
        boolean key = row.getBoolean(3);
        if (!kind.equals("r") && !kind.equals("p")) {
            against.add("%s is no table".formatted(table));
            return;
        }
        if (asked.beginsWithRows() && !row.getBoolean(4)) {
            against.add(
                    "the user %s may not read %s, which a snapshot does: grant select on %s to \"%s\""
                            .formatted(asked.login(), table, table, asked.login()));
        }
        boolean changes = asked.wanted().contains("update") || asked.wanted().contains("delete");
        if (!changes) {
            return;
        }
        boolean nothing = identity.equals("n") || (identity.equals("d") && !key);
        if (nothing) {
            against.add(
                    "%s has no %s, and once it is published the database itself would refuse to update and delete its rows: add a primary key, or alter table %s replica identity full"
                            .formatted(table, key ? "replica identity" : "primary key", table));
        } else if (!identity.equals("f")) {
            warnings.add(
                    "%s: 'before' is null for updates and holds the key alone for deletions; for whole rows: alter table %s replica identity full"
                            .formatted(table, table));
        } else if (!key) {
            warnings.add(
                    "%s has no primary key: all of its rows are kept in one order"
                            .formatted(table));
        }
    }

    /** A slot that vanished under a stored position would begin anew, with a gap. */
    private void slot() throws SQLException {
        List<String> states =
                PostgresSource.texts(
                        connection,
                        "select coalesce(to_jsonb(s) ->> 'wal_status', 'reserved')"
                                + " from pg_replication_slots s where slot_name = ?",
                        slot);
        if (states.contains("lost")) {
            against.add(
                    "the database has thrown away log that the slot %s still needed (max_slot_wal_keep_size): changes are lost; make the trigger anew, with snapshot=initial to see all rows again"
                            .formatted(slot));
        } else if (states.isEmpty() && begun) {
            against.add(
                    "the replication slot %s is gone, and with it the changes since: make the trigger anew, with snapshot=initial to see all rows again"
                            .formatted(slot));
        } else if (states.isEmpty()
                && !holds(
                        "select count(*) < current_setting('max_replication_slots')::int from"
                                + " pg_replication_slots")) {
            against.add(
                    "the database has no replication slot to spare: raise max_replication_slots, %s now"
                            .formatted(setting("max_replication_slots")));
        }
    }

    private String setting(String name) throws SQLException {
        return PostgresSource.texts(connection, "select current_setting(?)", name).getFirst();
    }

    private boolean holds(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}

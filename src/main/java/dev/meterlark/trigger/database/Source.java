package dev.meterlark.trigger.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What has to be asked of and done to one kind of database beside reading its changes. */
sealed interface Source permits PostgresSource, MySqlSource {

    Connection connect() throws SQLException;

    /**
     * Looks whether all is as it has to be, and makes what the trigger needs there.
     *
     * @param begun whether a position is stored, so that what it stands in must still be there, and
     *     a table may be gone meanwhile
     * @return what the account's people should know, though it works
     * @throws TroubleException when it cannot work, with all that stands in the way
     */
    List<String> prepare(Connection connection, boolean begun) throws SQLException;

    /**
     * @param place where in the log the change was that was handed over last; empty for none
     */
    Look look(Connection connection, String place) throws SQLException;

    /** Takes away what the trigger had made there; what is gone already is no error. */
    void leave(Connection connection) throws SQLException;

    /** Of the engine, beyond what all share. */
    Map<String, String> settings();

    /**
     * How far it is.
     *
     * @param lagBytes of the database's log, written and not yet handed over
     * @param keptBytes that the database keeps back for this trigger; -1 where it keeps none
     * @param facts what else this kind can say
     * @param warnings for the account's people, of now
     */
    record Look(long lagBytes, long keptBytes, Map<String, Object> facts, List<String> warnings) {}

    static String gone(String table) {
        return "%s is not there any more, or may not be seen: the trigger reads the others on, and this one when it is there again"
                .formatted(table);
    }
}

package dev.meterlark.function;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The table of kept events. Rows of a function are changed only by whoever holds its row. */
@Repository
class SavedEventRows {

    private static final RowMapper<SavedEvent> HEAD =
            (row, _) ->
                    new SavedEvent(
                            row.getString("name"),
                            row.getString("content_type"),
                            row.getInt("bytes"),
                            row.getObject("saved_at", OffsetDateTime.class).toInstant(),
                            row.getString("saved_by"));

    private static final String OF_FUNCTION =
            " where account_id = :account and function_id = :function";

    private final JdbcClient jdbc;

    SavedEventRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By name. */
    List<SavedEvent> after(AccountId account, FunctionId function, String name, int most) {
        return of(
                        "select name, content_type, octet_length(text) as bytes, saved_at, saved_by"
                                + " from saved_event",
                        account,
                        function,
                        " and name > :name order by name limit :most")
                .param("name", name)
                .param("most", most)
                .query(HEAD)
                .list();
    }

    Optional<SavedEventText> find(AccountId account, FunctionId function, String name) {
        return of(
                        "select content_type, text from saved_event",
                        account,
                        function,
                        " and name = :name")
                .param("name", name)
                .query(
                        (row, _) ->
                                new SavedEventText(
                                        row.getString("content_type"), row.getBytes("text")))
                .optional();
    }

    int count(AccountId account, FunctionId function) {
        return of("select count(*) from saved_event", account, function, "")
                .query(Integer.class)
                .single();
    }

    /** In the place of one of the same name. */
    void put(AccountId account, FunctionId function, SavedEvent event, byte[] text) {
        delete(account, function, event.name());
        jdbc.sql(
                        "insert into saved_event (account_id, function_id, name, content_type,"
                                + " text, saved_at, saved_by) values (:account, :function, :name,"
                                + " :type, :text, :at, :by)")
                .param("account", account.value())
                .param("function", function.value())
                .param("name", event.name())
                .param("type", event.contentType())
                .param("text", text)
                .param("at", Columns.instant(event.savedAt()))
                .param("by", event.savedBy())
                .update();
    }

    boolean delete(AccountId account, FunctionId function, String name) {
        return of("delete from saved_event", account, function, " and name = :name")
                        .param("name", name)
                        .update()
                > 0;
    }

    private JdbcClient.StatementSpec of(
            String sql, AccountId account, FunctionId function, String more) {
        return jdbc.sql(sql + OF_FUNCTION + more)
                .param("account", account.value())
                .param("function", function.value());
    }
}

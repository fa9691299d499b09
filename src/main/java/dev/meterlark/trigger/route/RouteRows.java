package dev.meterlark.trigger.route;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of routes. */
@Component
class RouteRows {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    RouteRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(RouteRow row) {
        jdbc.sql(
                        """
                        insert into http_route (id, account_id, method, shape, wish, created_at,
                            changed_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(row.id().value())
                .param(row.account().value())
                .param(row.method())
                .param(row.shape())
                .param(json.writeValueAsString(row.wish()))
                .param(Columns.instant(row.createdAt()))
                .param(Columns.instant(row.changedAt()))
                .update();
    }

    void update(RouteRow row) {
        jdbc.sql(
                        "update http_route set method = ?, shape = ?, wish = ?, changed_at = ?"
                                + " where id = ?")
                .param(row.method())
                .param(row.shape())
                .param(json.writeValueAsString(row.wish()))
                .param(Columns.instant(row.changedAt()))
                .param(row.id().value())
                .update();
    }

    void delete(RouteId id) {
        jdbc.sql("delete from http_route where id = ?").param(id.value()).update();
    }

    void deleteAll(AccountId account) {
        jdbc.sql("delete from http_route where account_id = ?").param(account.value()).update();
    }

    Optional<RouteRow> find(AccountId account, RouteId id) {
        return jdbc.sql("select * from http_route where account_id = ? and id = ?")
                .param(account.value())
                .param(id.value())
                .query((row, _) -> route(row))
                .optional();
    }

    /** That means the same requests. */
    Optional<RouteRow> alike(AccountId account, String method, String shape) {
        return jdbc.sql(
                        "select * from http_route where account_id = ? and method = ? and shape ="
                                + " ?")
                .param(account.value())
                .param(method)
                .param(shape)
                .query((row, _) -> route(row))
                .optional();
    }

    long count(AccountId account) {
        return jdbc.sql("select count(*) from http_route where account_id = ?")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    /**
     * By id.
     *
     * @param after the last of the page before
     */
    List<RouteRow> list(AccountId account, UUID after, int most) {
        return jdbc.sql(
                        "select * from http_route where account_id = ? and id > ? order by id limit"
                                + " ?")
                .param(account.value())
                .param(after)
                .param(most)
                .query((row, _) -> route(row))
                .list();
    }

    List<RouteRow> of(AccountId account) {
        return jdbc.sql("select * from http_route where account_id = ? order by id")
                .param(account.value())
                .query((row, _) -> route(row))
                .list();
    }

    /** Of every account. */
    List<RouteRow> all() {
        return jdbc.sql("select * from http_route order by account_id")
                .query((row, _) -> route(row))
                .list();
    }

    /** Another whenever a route was made, changed or deleted. */
    String stamp() {
        return jdbc.sql("select count(*) as routes, max(changed_at) as last from http_route")
                .query((row, _) -> row.getLong("routes") + "/" + row.getString("last"))
                .single();
    }

    private RouteRow route(ResultSet row) throws SQLException {
        return new RouteRow(
                new RouteId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("method"),
                row.getString("shape"),
                json.readValue(row.getString("wish"), RouteWish.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}

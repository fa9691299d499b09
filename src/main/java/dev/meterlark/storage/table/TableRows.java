package dev.meterlark.storage.table;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of tables. A deleted one is found by nobody but the one who takes it away. */
@Component
class TableRows {

    private final JdbcClient jdbc;

    TableRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Table> find(AccountId account, String name) {
        return jdbc.sql(
                        "select * from data_table"
                                + " where account_id = ? and name = ? and deleted_at is null")
                .param(account.value())
                .param(name)
                .query((row, _) -> table(row))
                .optional();
    }

    Optional<Table> find(TableId id) {
        return jdbc.sql("select * from data_table where id = ? and deleted_at is null")
                .param(id.value())
                .query((row, _) -> table(row))
                .optional();
    }

    List<Table> after(AccountId account, String name, int limit) {
        return jdbc.sql(
                        "select * from data_table where account_id = ? and name > ?"
                                + " and deleted_at is null order by name limit ?")
                .param(account.value())
                .param(name)
                .param(limit)
                .query((row, _) -> table(row))
                .list();
    }

    /** Names that hold a text, those that begin with it first. */
    List<String> named(AccountId account, String part, int limit) {
        return jdbc.sql(
                        "select name from data_table where account_id = ? and deleted_at is null"
                                + " and position(? in lower(name)) > 0 order by position(? in"
                                + " lower(name)), name limit ?")
                .param(account.value())
                .param(part)
                .param(part)
                .param(limit)
                .query(String.class)
                .list();
    }

    long count(AccountId account) {
        return jdbc.sql(
                        "select count(*) from data_table"
                                + " where account_id = ? and deleted_at is null")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    void insert(Table table) {
        Index index = table.index();
        MemberPath ttl = table.ttl();
        jdbc.sql(
                        """
                        insert into data_table (id, account_id, name, shards, index_path,
                            index_type, ttl_path, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(table.id().value())
                .param(table.account().value())
                .param(table.name())
                .param(table.shards())
                .param(index == null ? null : index.path().text())
                .param(index == null ? null : index.type().wireName())
                .param(ttl == null ? null : ttl.text())
                .param(Columns.instant(table.createdAt()))
                .update();
    }

    /** Its name is free from then on. */
    void markDeleted(Table table, Instant now) {
        jdbc.sql("update data_table set name = ?, deleted_at = ? where id = ?")
                .param(table.id().toString())
                .param(Columns.instant(now))
                .param(table.id().value())
                .update();
    }

    List<TableId> deleted(int limit) {
        return jdbc.sql(
                        "select id from data_table where deleted_at is not null"
                                + " order by deleted_at limit ?")
                .param(limit)
                .query((row, _) -> new TableId(row.getObject("id", UUID.class)))
                .list();
    }

    void delete(TableId table) {
        jdbc.sql("delete from data_table where id = ? and deleted_at is not null")
                .param(table.value())
                .update();
    }

    private static Table table(ResultSet row) throws SQLException {
        String indexPath = row.getString("index_path");
        String ttl = row.getString("ttl_path");
        return new Table(
                new TableId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                row.getInt("shards"),
                indexPath == null
                        ? null
                        : new Index(
                                new MemberPath(indexPath),
                                Index.Type.parse(row.getString("index_type"))),
                ttl == null ? null : new MemberPath(ttl),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}

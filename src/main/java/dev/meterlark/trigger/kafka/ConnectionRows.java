package dev.meterlark.trigger.kafka;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of connections. */
@Component
class ConnectionRows {

    private static final TypeReference<List<Broker>> BROKERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ConnectionRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(ConnectionRow row) {
        jdbc.sql(
                        """
                        insert into kafka_connection (id, account_id, name, brokers, security,
                            sealed_password, revision, created_at, changed_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(row.id().value())
                .param(row.account().value())
                .param(row.name())
                .param(json.writeValueAsString(row.brokers()))
                .param(json.writeValueAsString(row.security()))
                .param(row.sealedPassword())
                .param(row.revision())
                .param(Columns.instant(row.createdAt()))
                .param(Columns.instant(row.changedAt()))
                .update();
    }

    void update(ConnectionRow row) {
        jdbc.sql(
                        """
                        update kafka_connection set brokers = ?, security = ?, sealed_password = ?,
                            revision = ?, changed_at = ? where account_id = ? and id = ?
                        """)
                .param(json.writeValueAsString(row.brokers()))
                .param(json.writeValueAsString(row.security()))
                .param(row.sealedPassword())
                .param(row.revision())
                .param(Columns.instant(row.changedAt()))
                .param(row.account().value())
                .param(row.id().value())
                .update();
    }

    void delete(ConnectionRow row) {
        jdbc.sql("delete from kafka_connection where account_id = ? and id = ?")
                .param(row.account().value())
                .param(row.id().value())
                .update();
    }

    void deleteAll(AccountId account) {
        jdbc.sql("delete from kafka_connection where account_id = ?")
                .param(account.value())
                .update();
    }

    Optional<ConnectionRow> find(AccountId account, String name) {
        return jdbc.sql("select * from kafka_connection where account_id = ? and name = ?")
                .param(account.value())
                .param(name)
                .query((row, _) -> connection(row))
                .optional();
    }

    long count(AccountId account) {
        return jdbc.sql("select count(*) from kafka_connection where account_id = ?")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    /**
     * By name.
     *
     * @param after the last of the page before
     */
    List<ConnectionRow> list(AccountId account, String after, int most) {
        return jdbc.sql(
                        "select * from kafka_connection where account_id = ? and name > ?"
                                + " order by name limit ?")
                .param(account.value())
                .param(after)
                .param(most)
                .query((row, _) -> connection(row))
                .list();
    }

    private ConnectionRow connection(ResultSet row) throws SQLException {
        return new ConnectionRow(
                new ConnectionId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                json.readValue(row.getString("brokers"), BROKERS),
                json.readValue(row.getString("security"), Security.class),
                row.getString("sealed_password"),
                row.getLong("revision"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}

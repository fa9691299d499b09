package dev.meterlark.trigger.database.replica;

import io.debezium.config.Configuration;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.jdbc.MainConnectionProvidingConnectionFactory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A task's connections, which end with it. Guarded by its monitor. */
final class Connections
        implements MainConnectionProvidingConnectionFactory<BinlogConnectorConnection>,
                AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Configuration settings;
    private final MySqlConnectorConfig config;
    private final List<BinlogConnectorConnection> open = new ArrayList<>();
    private @Nullable BinlogConnectorConnection main;

    Connections(Configuration settings, MySqlConnectorConfig config) {
        this.settings = settings;
        this.config = config;
    }

    @Override
    public synchronized BinlogConnectorConnection mainConnection() {
        BinlogConnectorConnection known = main;
        if (known == null) {
            known = newConnection();
            main = known;
        }
        return known;
    }

    @Override
    public synchronized BinlogConnectorConnection newConnection() {
        BinlogConnectorConnection made = Replica.connection(settings, config);
        open.add(made);
        return made;
    }

    @Override
    public synchronized void close() {
        for (BinlogConnectorConnection each : open) {
            try {
                each.close();
            } catch (SQLException e) {
                LOG.debug("a connection could not be closed", e);
            }
        }
        open.clear();
    }
}

package dev.meterlark.trigger.database.replica;

import io.debezium.config.Configuration;
import io.debezium.connector.binlog.gtid.GtidSet;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.gtid.MySqlGtidSet;
import io.debezium.connector.mysql.jdbc.MySqlConnectionConfiguration;
import io.debezium.connector.mysql.jdbc.MySqlFieldReaderResolver;

import java.util.function.Predicate;

/**
 * Asks a MariaDB where its log is. Its global transaction ids are not MySQL's: a place in the log
 * is a file and a position.
 */
final class MariaDbConnection extends BinlogConnectorConnection {

    MariaDbConnection(Configuration settings, MySqlConnectorConfig config) {
        super(new MySqlConnectionConfiguration(settings), MySqlFieldReaderResolver.resolve(config));
    }

    @Override
    public String binaryLogStatusStatement() {
        return MASTER_STATUS_STATEMENT;
    }

    @Override
    public boolean isGtidModeEnabled() {
        return false;
    }

    @Override
    public GtidSet knownGtidSet() {
        return new MySqlGtidSet("");
    }

    @Override
    public GtidSet purgedGtidSet() {
        return new MySqlGtidSet("");
    }

    @Override
    public GtidSet subtractGtidSet(GtidSet from, GtidSet what) {
        throw notUsed();
    }

    @Override
    public GtidSet filterGtidSet(
            Predicate<String> filter, String offset, GtidSet available, GtidSet purged) {
        throw notUsed();
    }

    private static IllegalStateException notUsed() {
        return new IllegalStateException("a MariaDB is read by file and position");
    }
}

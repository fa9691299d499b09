package dev.meterlark.trigger.database.replica;

import io.debezium.config.Configuration;
import io.debezium.config.Field;
import io.debezium.connector.binlog.BinlogConnector;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mysql.Module;
import io.debezium.connector.mysql.MySqlConnector;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.metadata.ConfigDescriptor;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;

import java.util.Map;

/** Reads the binary log of a MariaDB or MySQL; the engine makes it by its name. */
public final class ReplicaConnector extends BinlogConnector<MySqlConnectorConfig>
        implements ConfigDescriptor {

    public ReplicaConnector() {}

    @Override
    public String version() {
        return Module.version();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ReplicaTask.class;
    }

    @Override
    public ConfigDef config() {
        return new MySqlConnector().config();
    }

    @Override
    public Field.Set getConfigFields() {
        return MySqlConnectorConfig.ALL_FIELDS;
    }

    @Override
    protected Map<String, ConfigValue> validateAllFields(Configuration settings) {
        return settings.validate(MySqlConnectorConfig.ALL_FIELDS);
    }

    @Override
    protected BinlogConnectorConnection createConnection(
            Configuration settings, MySqlConnectorConfig config) {
        return Replica.connection(settings, config);
    }

    @Override
    protected MySqlConnectorConfig createConnectorConfig(Configuration settings) {
        return new MySqlConnectorConfig(settings);
    }
}

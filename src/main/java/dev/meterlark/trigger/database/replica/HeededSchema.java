package dev.meterlark.trigger.database.replica;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.connector.binlog.BinlogConnectorConfig;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.jdbc.MySqlValueConverters;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.TableId;
import io.debezium.relational.ddl.DdlParser;
import io.debezium.schema.SchemaNameAdjuster;
import io.debezium.spi.topic.TopicNamingStrategy;

import java.util.List;

/** What the tables look like, where a statement about one of ours is not passed over. */
final class HeededSchema extends MySqlDatabaseSchema {

    HeededSchema(
            MySqlConnectorConfig config,
            MySqlValueConverters values,
            TopicNamingStrategy<TableId> topics,
            SchemaNameAdjuster names,
            boolean sensitive,
            CustomConverterRegistry converters,
            CdcSourceTaskContext<? extends CommonConnectorConfig> task) {
        super(config, values, topics, names, sensitive, converters, task);
    }

    /** Called by the constructor that this class inherits. */
    @Override
    protected DdlParser createDdlParser(BinlogConnectorConfig config, MySqlValueConverters values) {
        return new HeededParser(
                super.createDdlParser(config, values),
                List.of(config.getConfig().getString(Replica.TABLES).split(",")));
    }
}

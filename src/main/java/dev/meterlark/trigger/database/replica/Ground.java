package dev.meterlark.trigger.database.replica;

import io.debezium.bean.StandardBeanNames;
import io.debezium.bean.spi.BeanRegistry;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.base.QueueProviderService;
import io.debezium.connector.binlog.jdbc.BinlogValueConverters;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlErrorHandler;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.connector.mysql.jdbc.MySqlValueConverters;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.TableId;
import io.debezium.service.Service;
import io.debezium.spi.topic.TopicNamingStrategy;

/** What a task's reading stands on: where it is, what the tables look like, where changes go. */
record Ground(
        Configuration settings,
        MySqlConnectorConfig config,
        MySqlTaskContext task,
        Connections connections,
        Offsets<MySqlPartition, MySqlOffsetContext> offsets,
        TopicNamingStrategy<TableId> topics,
        MySqlDatabaseSchema schema,
        ChangeEventQueue<DataChangeEvent> queue,
        ErrorHandler errors) {

    static Ground lay(
            Configuration settings,
            MySqlConnectorConfig config,
            MySqlTaskContext task,
            Connections connections,
            Offsets<MySqlPartition, MySqlOffsetContext> offsets) {
        TopicNamingStrategy<TableId> topics =
                config.getTopicNamingStrategy(CommonConnectorConfig.TOPIC_NAMING_STRATEGY);
        MySqlValueConverters values = values(config);
        MySqlDatabaseSchema schema = schema(config, task, connections, topics, values);
        BeanRegistry beans = config.getBeanRegistry();
        beans.add(StandardBeanNames.CONFIGURATION, settings);
        beans.add(StandardBeanNames.CONNECTOR_CONFIG, config);
        beans.add(StandardBeanNames.DATABASE_SCHEMA, schema);
        beans.add(StandardBeanNames.JDBC_CONNECTION, connections.newConnection());
        beans.add(StandardBeanNames.VALUE_CONVERTER, values);
        beans.add(StandardBeanNames.OFFSETS, offsets);
        beans.add(StandardBeanNames.CDC_SOURCE_TASK_CONTEXT, task);
        // The queue's service, as others, finds its parts among these by name.
        ChangeEventQueue<DataChangeEvent> queue = queue(config, task);
        return new Ground(
                settings,
                config,
                task,
                connections,
                offsets,
                topics,
                schema,
                queue,
                new MySqlErrorHandler(config, queue, null));
    }

    private static MySqlDatabaseSchema schema(
            MySqlConnectorConfig config,
            MySqlTaskContext task,
            Connections connections,
            TopicNamingStrategy<TableId> topics,
            MySqlValueConverters values) {
        return new HeededSchema(
                config,
                values,
                topics,
                config.schemaNameAdjuster(),
                connections.mainConnection().isTableIdCaseSensitive(),
                config.getServiceRegistry().tryGetService(CustomConverterRegistry.class),
                task);
    }

    private static MySqlValueConverters values(MySqlConnectorConfig config) {
        return new MySqlValueConverters(
                config.getDecimalMode(),
                config.getTemporalPrecisionMode(),
                config.getBigIntUnsignedHandlingMode().asBigIntUnsignedMode(),
                config.binaryHandlingMode(),
                config.isTimeAdjustedEnabled()
                        ? BinlogValueConverters::adjustTemporal
                        : unchanged -> unchanged,
                config.getEventConvertingFailureHandlingMode(),
                config.getServiceRegistry());
    }

    private static ChangeEventQueue<DataChangeEvent> queue(
            MySqlConnectorConfig config, MySqlTaskContext task) {
        QueueProviderService provider =
                config.getServiceRegistry().tryGetService(QueueProviderService.class);
        return new ChangeEventQueue.Builder<DataChangeEvent>()
                .pollInterval(config.getPollInterval())
                .maxBatchSize(config.getMaxBatchSize())
                .maxQueueSize(config.getMaxQueueSize())
                .maxQueueSizeInBytes(config.getMaxQueueSizeInBytes())
                .queueProvider(provider.getQueueProvider())
                .loggingContextSupplier(() -> task.configureLoggingContext("replica"))
                .buffering()
                .build();
    }

    <T extends Service> T service(Class<T> kind) {
        return config.getServiceRegistry().tryGetService(kind);
    }

    void close() {
        connections.close();
        schema.close();
        queue.close();
    }
}

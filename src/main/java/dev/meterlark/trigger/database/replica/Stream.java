package dev.meterlark.trigger.database.replica;

import com.github.shyiko.mysql.binlog.BinaryLogClient;

import io.debezium.connector.binlog.BinlogEventMetadataProvider;
import io.debezium.connector.binlog.BinlogSourceTask;
import io.debezium.connector.common.DebeziumHeaderProducer;
import io.debezium.connector.mysql.MySqlChangeEventSourceFactory;
import io.debezium.connector.mysql.MySqlChangeEventSourceMetricsFactory;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSourceMetrics;
import io.debezium.document.DocumentReader;
import io.debezium.heartbeat.Heartbeat;
import io.debezium.heartbeat.HeartbeatFactory;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.notification.NotificationService;
import io.debezium.pipeline.signal.SignalProcessor;
import io.debezium.relational.TableId;
import io.debezium.schema.SchemaFactory;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.util.Clock;

import java.util.Map;

/** From the log's client, or from the tables themselves, to the queue of changes. */
final class Stream {

    private final ReplicaTask task;
    private final Ground ground;
    private final SnapshotterService snapshots;
    private final BinaryLogClient client;
    private final BinlogEventMetadataProvider metadata = new BinlogEventMetadataProvider();
    private final SignalProcessor<MySqlPartition, MySqlOffsetContext> signals;
    private final EventDispatcher<MySqlPartition, TableId> dispatcher;
    private final MySqlStreamingChangeEventSourceMetrics metrics;

    Stream(ReplicaTask task, Ground ground, SnapshotterService snapshots, BinaryLogClient client) {
        this.task = task;
        this.ground = ground;
        this.snapshots = snapshots;
        this.client = client;
        this.signals =
                new SignalProcessor<>(
                        ReplicaConnector.class,
                        ground.config(),
                        Map.of(),
                        task.getAvailableSignalChannels(),
                        DocumentReader.defaultReader(),
                        ground.offsets());
        this.dispatcher = dispatcher();
        this.metrics =
                new MySqlStreamingChangeEventSourceMetrics(
                        ground.task(),
                        ground.queue(),
                        metadata,
                        () -> ground.schema().dataCollectionIds(),
                        client);
    }

    private EventDispatcher<MySqlPartition, TableId> dispatcher() {
        MySqlConnectorConfig config = ground.config();
        return new EventDispatcher<>(
                config,
                ground.topics(),
                ground.schema(),
                ground.queue(),
                config.getTableFilters().dataCollectionFilter(),
                DataChangeEvent::new,
                metadata,
                heartbeat(config),
                config.schemaNameAdjuster(),
                signals,
                ground.service(DebeziumHeaderProducer.class));
    }

    private Heartbeat.ScheduledHeartbeat heartbeat(MySqlConnectorConfig config) {
        return new HeartbeatFactory<TableId>()
                .getScheduledHeartbeat(
                        config,
                        ground.connections()::newConnection,
                        new BinlogSourceTask.BinlogHeartbeatErrorHandler(),
                        ground.queue());
    }

    ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> begin() {
        var notifications =
                new NotificationService<MySqlPartition, MySqlOffsetContext>(
                        task.getNotificationChannels(),
                        ground.config(),
                        SchemaFactory.get(),
                        dispatcher::enqueueNotification);
        var coordinator =
                new ChangeEventSourceCoordinator<>(
                        ground.offsets(),
                        ground.errors(),
                        ReplicaConnector.class,
                        ground.config(),
                        sources(),
                        new MySqlChangeEventSourceMetricsFactory(metrics),
                        dispatcher,
                        ground.schema(),
                        signals,
                        notifications,
                        snapshots);
        coordinator.start(ground.task(), ground.queue(), metadata);
        return coordinator;
    }

    private MySqlChangeEventSourceFactory sources() {
        return new MySqlChangeEventSourceFactory(
                ground.config(),
                ground.connections(),
                ground.errors(),
                dispatcher,
                Clock.system(),
                ground.schema(),
                ground.task(),
                metrics,
                ground.queue(),
                snapshots,
                client);
    }
}

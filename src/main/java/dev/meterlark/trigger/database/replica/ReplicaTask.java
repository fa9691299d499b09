package dev.meterlark.trigger.database.replica;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.config.Field;
import io.debezium.connector.binlog.BinlogSourceTask;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.mysql.Module;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.spi.snapshot.Snapshotter;

import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts the connector's parts together, with a connection and a log's client of the right kind. The
 * engine makes it by its name, then starts, asks and stops it.
 */
public final class ReplicaTask extends BinlogSourceTask<MySqlPartition, MySqlOffsetContext> {

    private static final int ROWS_AT_ONCE = 10_000;

    private @Nullable MySqlConnectorConfig config;
    private @Nullable MySqlTaskContext task;
    private volatile @Nullable Connections connections;
    private volatile @Nullable Ground ground;

    public ReplicaTask() {}

    @Override
    public String version() {
        return Module.version();
    }

    @Override
    protected String connectorName() {
        return Module.name();
    }

    @Override
    protected Iterable<Field> getAllConfigurationFields() {
        return MySqlConnectorConfig.ALL_FIELDS;
    }

    @Override
    public CdcSourceTaskContext<? extends CommonConnectorConfig> preStart(Configuration given) {
        Configuration settings = Replica.asMySqls(given);
        MySqlConnectorConfig made = new MySqlConnectorConfig(settings);
        MySqlTaskContext context = new MySqlTaskContext(settings, made);
        config = made;
        task = context;
        return context;
    }

    @Override
    protected ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> start(
            Configuration given) {
        Ground laid = laid(given, Objects.requireNonNull(config), Objects.requireNonNull(task));
        ground = laid;
        SnapshotterService snapshots = laid.service(SnapshotterService.class);
        Snapshotter snapshotter = snapshots.getSnapshotter();
        BinlogConnectorConnection connection = laid.connections().mainConnection();
        validateBinlogConfiguration(snapshotter, connection);
        validateSchemaHistory(
                laid.config(),
                connection::validateLogPosition,
                laid.offsets(),
                laid.schema(),
                snapshotter);
        return new Stream(this, laid, snapshots, Replica.client(laid.config())).begin();
    }

    private Ground laid(Configuration given, MySqlConnectorConfig known, MySqlTaskContext context) {
        Configuration settings =
                Replica.asMySqls(given)
                        .edit()
                        .withDefault("database.responseBuffering", "adaptive")
                        .withDefault("database.fetchSize", ROWS_AT_ONCE)
                        .withDefault("database.useCursorFetch", known.useCursorFetch())
                        .build();
        Connections made = new Connections(settings, known);
        connections = made;
        Offsets<MySqlPartition, MySqlOffsetContext> offsets =
                getPreviousOffsets(
                        new MySqlPartition.Provider(known, settings),
                        new MySqlOffsetContext.Loader(known));
        registerServiceProviders(known.getServiceRegistry());
        return Ground.lay(settings, known, context, made, offsets);
    }

    @Override
    protected List<SourceRecord> doPoll() throws InterruptedException {
        return pollRecords(Objects.requireNonNull(ground).queue());
    }

    @Override
    protected Optional<ErrorHandler> getErrorHandler() {
        return Optional.ofNullable(ground).map(Ground::errors);
    }

    @Override
    protected void doStop() {
        Ground laid = ground;
        Connections made = connections;
        if (laid != null) {
            laid.close();
        } else if (made != null) {
            made.close();
        }
    }
}

package dev.meterlark.trigger.database.replica;

import com.github.shyiko.mysql.binlog.BinaryLogClient;

import io.debezium.config.Configuration;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mysql.MySqlConnector;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.jdbc.MySqlConnection;
import io.debezium.connector.mysql.jdbc.MySqlConnectionConfiguration;
import io.debezium.connector.mysql.jdbc.MySqlFieldReaderResolver;

import jdk.net.ExtendedSocketOptions;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;

/** In what a MariaDB and a MySQL differ for whoever reads their logs, and in what they do not. */
public final class Replica {

    /** Of the engine's settings: whether it is a MariaDB. */
    public static final String MARIADB = "meterlark.mariadb";

    /** Of the engine's settings: the names of the tables that are read, with commas. */
    public static final String TABLES = "meterlark.tables";

    /**
     * Says that we are older than MariaDB's global transaction ids: then it writes {@code BEGIN}
     * where a transaction begins, as MySQL does. Without it the connector would take each event for
     * a transaction of its own, and begin again in the middle of one.
     */
    private static final int BEFORE_GTIDS = 3;

    private static final int IDLE_SECONDS = 30;
    private static final int BETWEEN_PROBES_SECONDS = 10;
    private static final int PROBES = 3;

    private Replica() {}

    /** As MySQL's own connector, by whose name the engine finds what belongs to it. */
    static Configuration asMySqls(Configuration settings) {
        return settings.edit().with("connector.class", MySqlConnector.class.getName()).build();
    }

    static BinlogConnectorConnection connection(
            Configuration settings, MySqlConnectorConfig config) {
        return settings.getBoolean(MARIADB, false)
                ? new MariaDbConnection(settings, config)
                : new MySqlConnection(
                        new MySqlConnectionConfiguration(settings),
                        MySqlFieldReaderResolver.resolve(config));
    }

    static BinaryLogClient client(MySqlConnectorConfig config) {
        BinaryLogClient client =
                new BinaryLogClient(
                        config.getHostName(),
                        config.getPort(),
                        config.getUserName(),
                        config.getPassword());
        client.setMariaDbSlaveCapability(BEFORE_GTIDS);
        client.setSocketFactory(Replica::socket);
        return client;
    }

    /** A database that is gone without a word is noticed. */
    private static Socket socket() throws SocketException {
        Socket socket = new Socket();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, BETWEEN_PROBES_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
            return socket;
        } catch (IOException e) {
            throw new SocketException("the socket's options cannot be set", e);
        }
    }
}

package dev.meterlark.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * A database that fails now and then. It lies below the pool, so that the pool meets broken
 * connections as it does in production: it throws them away.
 */
public final class FaultyDataSource extends DelegatingDataSource {

    private final Faults faults;

    private FaultyDataSource(DataSource sound, Faults faults) {
        super(sound);
        this.faults = faults;
    }

    /** A pool like the given one, which is closed, over the same database with faults. */
    public static HikariDataSource beneath(HikariDataSource pool, Faults faults) {
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        pool.close();
        var sound =
                new DriverDataSource(
                        config.getJdbcUrl(),
                        null,
                        config.getDataSourceProperties(),
                        config.getUsername(),
                        config.getPassword());
        config.setDataSource(new FaultyDataSource(sound, faults));
        return new HikariDataSource(config);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return proxy(Connection.class, new OfConnection(super.getConnection()));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return proxy(Connection.class, new OfConnection(super.getConnection(user, password)));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        FaultyDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(
            Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private @Nullable Object around(
            Connection sound, Object target, Method method, Object @Nullable [] with)
            throws Throwable {
        Faults.Kind kind = faults.draw();
        if (kind == null) {
            return call(target, method, with);
        }
        if (kind == Faults.Kind.EXECUTE_AND_TIMEOUT) {
            call(target, method, with);
        } else if (target == sound) {
            sound.rollback(); // a commit that a server refuses has ended its transaction
        }
        if (kind.breaksConnection()) {
            disconnect(sound);
        }
        throw faults.exception(kind, method.getName());
    }

    /** What its transaction did and did not commit is undone, as when the network breaks. */
    private static void disconnect(Connection sound) throws SQLException {
        if (!sound.getAutoCommit()) {
            sound.rollback();
        }
        sound.close();
    }

    private final class OfConnection implements InvocationHandler {

        private final Connection sound;

        OfConnection(Connection sound) {
            this.sound = sound;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            if (method.getName().equals("commit")) {
                return around(sound, sound, method, arguments);
            }
            @Nullable Object made = call(sound, method, arguments);
            Class<?> type = method.getReturnType();
            return made != null && Statement.class.isAssignableFrom(type)
                    ? proxy(type, new OfStatement(made, sound))
                    : made;
        }
    }

    private final class OfStatement implements InvocationHandler {

        private final Object sound;
        private final Connection connection;

        OfStatement(Object sound, Connection connection) {
            this.sound = sound;
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            return method.getName().startsWith("execute")
                    ? around(connection, sound, method, arguments)
                    : call(sound, method, arguments);
        }
    }
}

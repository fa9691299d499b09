package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Which statements of a {@link FaultyDataSource} fail, and how: a share of them, by a seed that
 * stands in the text of each failure. Guarded by its monitor.
 */
public final class Faults {

    /** The five of Temporal's fault injection, as a database's driver reports them. */
    public enum Kind {
        /** Not done: the server gave the statement up. */
        TIMEOUT,
        /** Not done, and the connection is gone with whatever its transaction did. */
        UNAVAILABLE,
        /** Not done: the server has no room for more. */
        RESOURCE_EXHAUSTED,
        /** Not done: another transaction won, and this one has to begin again. */
        OWNERSHIP_LOST,
        /** Done, but whoever asked is told that the connection broke. */
        EXECUTE_AND_TIMEOUT;

        SQLException exception(String where) {
            String text = "injected %s at %s".formatted(this, where);
            return switch (this) {
                case TIMEOUT -> new SQLTimeoutException(text, "57014");
                case UNAVAILABLE -> new SQLTransientConnectionException(text, "08006");
                case RESOURCE_EXHAUSTED -> new SQLTransientException(text, "53300");
                case OWNERSHIP_LOST -> new SQLTransactionRollbackException(text, "40001");
                case EXECUTE_AND_TIMEOUT -> new SQLTransientConnectionException(text, "08007");
            };
        }

        /** Whether nobody can use the connection any more. */
        boolean breaksConnection() {
            return switch (this) {
                case UNAVAILABLE, EXECUTE_AND_TIMEOUT -> true;
                case TIMEOUT, RESOURCE_EXHAUSTED, OWNERSHIP_LOST -> false;
            };
        }
    }

    private final long seed;
    private final double share;
    private final Random random;
    private final Map<Kind, Integer> injected = new EnumMap<>(Kind.class);
    private boolean active;

    /**
     * @param share of all statements and commits, 0 to 1
     */
    public Faults(long seed, double share) {
        this.seed = seed;
        this.share = share;
        this.random = new Random(seed);
    }

    public synchronized void begin() {
        active = true;
    }

    public synchronized void end() {
        active = false;
    }

    /** How often each kind was injected so far. */
    public synchronized Map<Kind, Integer> injected() {
        return Map.copyOf(injected);
    }

    @Override
    public String toString() {
        return "faults with seed %d: %s".formatted(seed, injected());
    }

    SQLException exception(Kind kind, String where) {
        return kind.exception("%s, seed %d".formatted(where, seed));
    }

    /** The fault of the next statement; null when it has none. */
    synchronized @Nullable Kind draw() {
        if (!active || random.nextDouble() >= share) {
            return null;
        }
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        injected.merge(kind, 1, Integer::sum);
        return kind;
    }
}

package dev.meterlark.metering;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Meters what has not changed since the hour began, and so was not metered by any change. */
public final class Unchanged {

    private static final Logger LOG = LoggerFactory.getLogger(Unchanged.class);
    private static final int CHUNK = 500;

    private Unchanged() {}

    /**
     * What fails is metered when it is asked for the next time.
     *
     * @param where for the log
     * @param behind so many of those that are not metered yet
     * @param meter after which it is not behind any more
     */
    public static <T> void meter(String where, IntFunction<List<T>> behind, Consumer<T> meter) {
        List<T> chunk;
        do {
            chunk = behind.apply(CHUNK);
            try {
                chunk.forEach(meter);
            } catch (DataAccessException e) {
                LOG.warn("what lies in {} could not be metered; it is later", where, e);
                return;
            }
        } while (chunk.size() == CHUNK);
    }
}

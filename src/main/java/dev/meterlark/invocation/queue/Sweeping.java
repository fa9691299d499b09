package dev.meterlark.invocation.queue;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.DatabaseClock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Deletes ends, results and keys that were kept long enough. */
@Component
class Sweeping implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeping.class);

    /** Rows of one statement, so that none locks for long. */
    private static final int CHUNK = 1_000;

    private final JdbcTemplate jdbc;
    private final DatabaseClock clock;
    private final QueueProperties properties;

    Sweeping(JdbcTemplate jdbc, DatabaseClock clock, QueueProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::sweepOrTell, properties.keep().sweepEvery());
    }

    private void sweepOrTell() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("the queue could not be swept; trying again later", e);
        }
    }

    void sweep() {
        OffsetDateTime now = Columns.instant(clock.now());
        while (deleteEnds(now) == CHUNK) {}
        while (deleteKeys(now) == CHUNK) {}
        jdbc.update(
                "delete from async_cancel where not exists ("
                        + "select 1 from async_call c where c.id = async_cancel.call_id)");
    }

    private int deleteEnds(OffsetDateTime now) {
        List<UUID> old =
                jdbc.queryForList(
                        "select id from async_ended where kept_until <= ? limit " + CHUNK,
                        UUID.class,
                        now);
        List<Object[]> ids = old.stream().map(id -> new Object[] {id}).toList();
        if (!ids.isEmpty()) {
            jdbc.batchUpdate("delete from async_bytes where call_id = ?", ids);
            jdbc.batchUpdate("delete from async_ended where id = ?", ids);
        }
        return old.size();
    }

    private int deleteKeys(OffsetDateTime now) {
        return jdbc.update(
                "delete from async_deduplication where (function_id, key_text) in ("
                        + "select function_id, key_text from async_deduplication"
                        + " where expires_at <= ? limit "
                        + CHUNK
                        + ")",
                now);
    }
}

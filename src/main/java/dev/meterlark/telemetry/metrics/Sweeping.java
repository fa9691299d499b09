package dev.meterlark.telemetry.metrics;

import dev.meterlark.platform.Columns;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Deletes sums that are too old, some at a time, so that no statement locks for long. */
@Component
class Sweeping implements SchedulingConfigurer {

    private static final int CHUNK = 2000;

    private static final String DELETE_METRICS =
            """
            delete from call_metric where (account_id, function_id, grain, began_at, version) in (
                select account_id, function_id, grain, began_at, version from call_metric
                where grain = ? and began_at < ? limit ?)
            """;

    private static final String DELETE_PRESSURE =
            """
            delete from call_pressure where (account_id, function_id, grain, began_at) in (
                select account_id, function_id, grain, began_at from call_pressure
                where grain = ? and began_at < ? limit ?)
            """;

    private final JdbcClient jdbc;
    private final MetricProperties properties;
    private final InstantSource clock;

    Sweeping(JdbcClient jdbc, MetricProperties properties, InstantSource clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), properties.sweepEvery());
    }

    void sweep(Instant now) {
        for (Grain grain : List.of(Grain.MINUTE, Grain.HOUR, Grain.DAY)) {
            Instant border = grain.begin(now.minus(properties.keptFor(grain)));
            delete(DELETE_METRICS, grain, border);
            delete(DELETE_PRESSURE, grain, border);
        }
    }

    private void delete(String sql, Grain grain, Instant border) {
        int deleted;
        do {
            deleted =
                    jdbc.sql(sql)
                            .param(grain.minutes())
                            .param(Columns.instant(border))
                            .param(CHUNK)
                            .update();
        } while (deleted == CHUNK);
    }
}

package dev.meterlark.platform;

import dev.meterlark.shared.AccountId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Counts what is in the outbox, and deletes what has been parked for long enough. */
@Component
class OutboxHousekeeping implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxHousekeeping.class);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(10);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
    private static final int CHUNK = 1_000;

    private final JdbcClient jdbc;
    private final OutboxProperties properties;
    private final OutboxMetrics metrics;
    private final InstantSource clock;
    private volatile OutboxStock stock = OutboxStock.NONE;

    OutboxHousekeeping(
            JdbcClient jdbc,
            OutboxProperties properties,
            OutboxMetrics metrics,
            @OfDatabase InstantSource clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::count, COUNT_EVERY);
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), SWEEP_EVERY);
    }

    boolean isFull(AccountId account) {
        return stock.full().contains(account);
    }

    void count() {
        Set<AccountId> full =
                jdbc
                        .sql(
                                "select account_id from outbox group by account_id"
                                        + " having sum(bytes) >= ?")
                        .param(properties.bytesPerAccount().toBytes())
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(AccountId::new)
                        .collect(Collectors.toSet());
        long parked = number("select count(*) from outbox where parked_at is not null");
        long all = number("select count(*) from outbox");
        stock = new OutboxStock(all - parked, parked, full);
        metrics.stock(stock);
    }

    void sweep(Instant now) {
        int deleted;
        do {
            deleted =
                    jdbc.sql(
                                    """
                                    delete from outbox where id in (
                                        select id from outbox where parked_at < ? limit ?)
                                    """)
                            .param(Columns.instant(now.minus(properties.parkedFor())))
                            .param(CHUNK)
                            .update();
            if (deleted > 0) {
                LOG.info("{} entries of the outbox were parked for long enough", deleted);
            }
        } while (deleted == CHUNK);
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}

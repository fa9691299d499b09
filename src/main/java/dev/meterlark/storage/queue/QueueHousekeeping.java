package dev.meterlark.storage.queue;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.OfDatabase;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Deletes messages that are older than their queue keeps them, and what is remembered too long. */
@Component
class QueueHousekeeping implements SchedulingConfigurer {

    /** Rows of one statement, so that none locks for long. */
    private static final int CHUNK = 1_000;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final QueueRows queues;
    private final MessageRows messages;
    private final Groups groups;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final QueueProperties properties;
    private final QueueMetrics metrics;
    private final InstantSource clock;

    QueueHousekeeping(
            QueueRows queues,
            MessageRows messages,
            Groups groups,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            QueueProperties properties,
            QueueMetrics metrics,
            @OfDatabase InstantSource clock) {
        this.queues = queues;
        this.messages = messages;
        this.groups = groups;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), properties.sweepEvery());
    }

    void sweep(Instant now) {
        UUID last = BEFORE_ALL;
        List<Queue> page;
        do {
            page = queues.allAfter(last, CHUNK);
            page.forEach(queue -> sweep(queue, now));
            last = page.isEmpty() ? last : page.getLast().id().value();
        } while (page.size() == CHUNK);
        forgetDeduplication(now);
    }

    private void sweep(Queue queue, Instant now) {
        Instant border = queue.keptFrom(now);
        if (!queue.ordered()) {
            int deleted;
            do {
                deleted = messages.deleteKeptFromBefore(queue, border, CHUNK);
                metrics.expired(deleted);
            } while (deleted == CHUNK);
            return;
        }
        List<String> old;
        do {
            old = groups.withOlder(queue, border, CHUNK);
            old.forEach(group -> sweep(queue, group, border));
        } while (old.size() == CHUNK);
    }

    private void sweep(Queue queue, String group, Instant border) {
        transaction.executeWithoutResult(
                _ -> {
                    if (groups.lock(queue, group)) {
                        metrics.expired(messages.deleteKeptFromBefore(queue, group, border));
                        groups.settle(queue, group);
                    }
                });
    }

    private void forgetDeduplication(Instant now) {
        int deleted;
        do {
            deleted =
                    jdbc.sql(
                                    """
                                    delete from queue_deduplication
                                    where (queue_id, key_text) in (
                                        select queue_id, key_text from queue_deduplication
                                        where expires_at <= ? limit ?)
                                    """)
                            .param(Columns.instant(now))
                            .param(CHUNK)
                            .update();
        } while (deleted == CHUNK);
    }
}

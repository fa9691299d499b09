package dev.meterlark.invocation.deadletter;

import dev.meterlark.function.snapshot.ClosedAccounts;
import dev.meterlark.invocation.AcceptGuard;
import dev.meterlark.invocation.Event;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Holds each account to its room for dead letters without losing any: above it no further call is
 * accepted. What was accepted before may still become one, so that the room can be passed by as
 * much as the account's backlog holds. Deletes what was kept long enough, and all that is of an
 * account that was closed.
 */
@Component
class DeadLetterRoom implements AcceptGuard, SchedulingConfigurer {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CHUNK = 1_000;

    private final JdbcClient jdbc;
    private final DeadLetterProperties properties;
    private final ObjectProvider<ClosedAccounts> closed;
    private final InstantSource clock;
    private volatile Set<AccountId> full = Set.of();
    private volatile long letters;

    DeadLetterRoom(
            JdbcClient jdbc,
            DeadLetterProperties properties,
            ObjectProvider<ClosedAccounts> closed,
            MeterRegistry metrics,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.closed = closed;
        this.clock = clock;
        Gauge.builder("meterlark.dead-letters", () -> letters)
                .description("calls that were given up on and not replayed")
                .register(metrics);
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::count, properties.countEvery());
        registrar.addFixedDelayTask(() -> sweep(clock.instant()), properties.sweepEvery());
    }

    /** What is replayed makes room. */
    @Override
    public void check(AccountId account, Event event) {
        if (full.contains(account) && !event.source().equals(Event.REPLAY)) {
            throw new RefusedException(
                    ErrorCode.DEAD_LETTERS_FULL,
                    "the account's dead letters hold %d bytes of events, as many as they may; replay or delete some, then asynchronous calls are accepted again"
                            .formatted(properties.bytesPerAccount().toBytes()),
                    SOON);
        }
    }

    void count() {
        full =
                jdbc
                        .sql(
                                "select account_id from dead_letter group by account_id"
                                        + " having sum(kept_bytes) >= ?")
                        .param(properties.bytesPerAccount().toBytes())
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(AccountId::new)
                        .collect(Collectors.toUnmodifiableSet());
        letters =
                jdbc.sql("select count(*) from dead_letter where replayed_as is null")
                        .query(Long.class)
                        .single();
    }

    void sweep(Instant now) {
        Instant border = now.minus(properties.keptFor());
        delete("dead_letter", "ended_at < ?", Columns.instant(border));
        delete("dead_letter_replay", "started_at < ?", Columns.instant(border));
        for (String table : List.of("dead_letter", "dead_letter_replay")) {
            accounts(table).stream()
                    .filter(account -> closed.stream().anyMatch(each -> each.isClosed(account)))
                    .forEach(account -> delete(table, "account_id = ?", account.value()));
        }
    }

    private List<AccountId> accounts(String table) {
        return jdbc
                .sql("select distinct account_id from " + table)
                .query(UUID.class)
                .list()
                .stream()
                .map(AccountId::new)
                .toList();
    }

    private void delete(String table, String which, Object value) {
        int deleted;
        do {
            deleted =
                    jdbc.sql(
                                    "delete from %1$s where id in (select id from %1$s where %2$s limit %3$d)"
                                            .formatted(table, which, CHUNK))
                            .param(value)
                            .update();
        } while (deleted == CHUNK);
    }
}

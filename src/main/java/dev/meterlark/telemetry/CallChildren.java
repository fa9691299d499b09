package dev.meterlark.telemetry;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Which calls a call made. Kept apart from the ledger, where an index on the parent would cost
 * every call, and most have none. Written before the ledger's row, so that none is missed there.
 */
@Component
@Order(0)
class CallChildren implements RecordSink, SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(CallChildren.class);

    /** Rows of one statement, so that none locks for long. */
    private static final int CHUNK = 2_000;

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "call_child",
                    List.of("parent_id", "invocation_id"),
                    List.of("account_id", "started_at"));

    /** One order for all, so that two batches with the same rows do not wait for each other. */
    private static final Comparator<InvocationRecord> BY_KEY =
            Comparator.comparing((InvocationRecord r) -> r.invocation().value());

    private final NewRows<InvocationRecord> rows;
    private final JdbcClient jdbc;
    private final TelemetryProperties properties;
    private final InstantSource clock;

    /** One that was made. */
    record Child(InvocationId parent, InvocationId invocation) {}

    CallChildren(
            JdbcTemplate template,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            TelemetryProperties properties,
            InstantSource clock) {
        this.rows = new NewRows<>(template, transactions, TABLE, CallChildren::columns);
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(
                () -> deleteBefore(clock.instant().minus(properties.historyAge())),
                properties.housekeepingEvery());
    }

    @Override
    public void accept(List<InvocationRecord> batch) {
        Map<InvocationId, InvocationRecord> children = new LinkedHashMap<>();
        batch.stream()
                .filter(each -> each.lineage().parent() != null)
                .sorted(BY_KEY)
                .forEach(each -> children.putIfAbsent(each.invocation(), each));
        if (!children.isEmpty()) {
            rows.add(
                    List.copyOf(children.values()),
                    (row, e) -> LOG.error("that {} has a parent is not kept", row.invocation(), e));
        }
    }

    /** The first that these calls made, in the order in which they were made. */
    List<Child> of(AccountId account, Collection<InvocationId> parents, int most) {
        return jdbc.sql(
                        "select parent_id, invocation_id from call_child"
                                + " where parent_id in (:parents) and account_id = :account"
                                + " order by started_at, invocation_id limit :most")
                .param("parents", parents.stream().map(InvocationId::value).toList())
                .param("account", account.value())
                .param("most", most)
                .query(
                        (row, _) ->
                                new Child(
                                        new InvocationId(row.getObject("parent_id", UUID.class)),
                                        new InvocationId(
                                                row.getObject("invocation_id", UUID.class))))
                .list();
    }

    void deleteBefore(Instant border) {
        int deleted;
        do {
            deleted =
                    jdbc.sql(
                                    """
                                    delete from call_child where (parent_id, invocation_id) in (
                                        select parent_id, invocation_id from call_child
                                        where started_at < :border limit :most)
                                    """)
                            .param("border", Columns.instant(border))
                            .param("most", CHUNK)
                            .update();
        } while (deleted == CHUNK);
    }

    private static Object[] columns(InvocationRecord row) {
        return new Object[] {
            Objects.requireNonNull(row.lineage().parent()).value(),
            row.invocation().value(),
            row.account().value(),
            Columns.instant(row.startedAt()),
        };
    }
}

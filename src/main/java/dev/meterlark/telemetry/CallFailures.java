package dev.meterlark.telemetry;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What functions said of their failures, each once: the one part of the history that is not in the
 * ledger. It is written before the ledger's row, so that no failure is shown without its text. Text
 * is made to fit; what the database still refuses is left out, because it costs nobody money.
 */
@Component
@Order(0)
class CallFailures implements RecordSink {

    private static final Logger LOG = LoggerFactory.getLogger(CallFailures.class);

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "call_failure",
                    List.of("invocation_id", "attempt"),
                    List.of("account_id", "started_at", "error_type", "error_message"));

    /** One order for all, so that two batches with the same rows do not wait for each other. */
    private static final Comparator<InvocationRecord> BY_KEY =
            Comparator.comparing((InvocationRecord r) -> r.invocation().value())
                    .thenComparingInt(InvocationRecord::attempt);

    private final NewRows<InvocationRecord> rows;
    private final JdbcClient jdbc;

    /** Which attempt it was. */
    record Key(InvocationId invocation, int attempt) {}

    /** Bounded, and not escaped. */
    record Said(@Nullable String type, @Nullable String message) {}

    CallFailures(JdbcTemplate template, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.rows = new NewRows<>(template, transactions, TABLE, CallFailures::columns);
        this.jdbc = jdbc;
    }

    @Override
    public void accept(List<InvocationRecord> batch) {
        List<InvocationRecord> failures =
                batch.stream().filter(CallFailures::saysSomething).sorted(BY_KEY).toList();
        if (!failures.isEmpty()) {
            rows.add(failures, CallFailures::leftOut);
        }
    }

    /** What was said in these attempts, as far as anything was. */
    Map<Key, Said> of(Collection<InvocationRecord> attempts) {
        List<UUID> ids =
                attempts.stream()
                        .filter(attempt -> attempt.errorCode() != null)
                        .map(attempt -> attempt.invocation().value())
                        .distinct()
                        .toList();
        Map<Key, Said> said = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select * from call_failure where invocation_id in (:ids)")
                    .param("ids", ids)
                    .query(
                            row -> {
                                var id =
                                        new InvocationId(
                                                row.getObject("invocation_id", UUID.class));
                                said.put(
                                        new Key(id, row.getInt("attempt")),
                                        new Said(
                                                row.getString("error_type"),
                                                row.getString("error_message")));
                            });
        }
        return said;
    }

    private static boolean saysSomething(InvocationRecord row) {
        return row.errorType() != null || row.errorMessage() != null;
    }

    private static void leftOut(InvocationRecord row, Exception refusal) {
        LOG.error(
                "what invocation {} attempt {} said of its failure is not kept",
                row.invocation(),
                row.attempt(),
                refusal);
    }

    private static Object[] columns(InvocationRecord row) {
        return new Object[] {
            row.invocation().value(),
            row.attempt(),
            row.account().value(),
            Columns.instant(row.startedAt()),
            Columns.text(row.errorType(), 256),
            Columns.text(row.errorMessage(), 4096),
        };
    }
}

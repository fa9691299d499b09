package dev.meterlark.telemetry;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Writes the history of calls, each attempt once. Text is made to fit; a row that the database
 * still refuses is left out, because the ledger has or has quarantined what counts.
 */
@Component
class CallHistory implements RecordSink {

    private static final Logger LOG = LoggerFactory.getLogger(CallHistory.class);

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "call_record",
                    List.of("invocation_id", "attempt"),
                    List.of(
                            "account_id",
                            "function_id",
                            "function_name",
                            "version",
                            "alias",
                            "source",
                            "parent_id",
                            "depth",
                            "started_at",
                            "error_code",
                            "error_type",
                            "error_message",
                            "cold",
                            "queued_micros",
                            "start_micros",
                            "init_micros",
                            "run_micros",
                            "billed_millis",
                            "memory_mib",
                            "cpu_micros",
                            "peak_memory_bytes",
                            "request_bytes",
                            "response_bytes",
                            "egress_bytes",
                            "price",
                            "currency",
                            "price_book"));

    /** One order for all, so that two batches with the same rows do not wait for each other. */
    private static final Comparator<InvocationRecord> BY_KEY =
            Comparator.comparing((InvocationRecord r) -> r.invocation().value())
                    .thenComparingInt(InvocationRecord::attempt);

    private final NewRows<InvocationRecord> rows;

    CallHistory(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.rows = new NewRows<>(jdbc, transactions, TABLE, CallHistory::columns);
    }

    @Override
    public void accept(List<InvocationRecord> batch) {
        rows.add(
                batch.stream().sorted(BY_KEY).toList(),
                (row, e) ->
                        LOG.error(
                                "invocation {} attempt {} is not in the history",
                                row.invocation(),
                                row.attempt(),
                                e));
    }

    private static Object[] columns(InvocationRecord row) {
        return new Object[] {
            row.invocation().value(),
            row.attempt(),
            row.account().value(),
            row.function().value(),
            Columns.text(row.functionName(), 200),
            Columns.text(row.version(), 60),
            Columns.text(row.alias(), 128),
            Columns.text(row.source(), 60),
            parent(row.lineage()),
            row.lineage().depth(),
            Columns.instant(row.startedAt()),
            Columns.text(row.errorCode(), 100),
            Columns.text(row.errorType(), 256),
            Columns.text(row.errorMessage(), 4096),
            row.cold(),
            row.queuedMicros(),
            row.startMicros(),
            row.initMicros(),
            row.runMicros(),
            row.billedMillis(),
            row.memoryMiB(),
            row.cpuMicros(),
            row.peakMemoryBytes(),
            row.requestBytes(),
            row.responseBytes(),
            row.egressBytes(),
            row.price().amount(),
            row.price().currency().getCurrencyCode(),
            Columns.text(row.priceBook(), 60),
        };
    }

    private static @Nullable UUID parent(Lineage lineage) {
        return lineage.parent() == null ? null : lineage.parent().value();
    }
}

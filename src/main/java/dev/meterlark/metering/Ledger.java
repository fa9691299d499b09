package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Writes usage records, each once, and with them that the roll-ups of their time are behind. A
 * record that can never be written goes to quarantine, so that it neither stops the ones behind it
 * nor disappears; when the database fails, the whole batch comes again.
 */
@Component
@Order(0) // who counts on the ledger comes behind it
class Ledger implements RecordSink {

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "usage_record",
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
                            "trigger_id",
                            "started_at",
                            "usage_day",
                            "error_code",
                            "fault",
                            "billable",
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
                            "price_book",
                            "tag_set"));

    /** One order for all, so that two batches with the same rows do not wait for each other. */
    private static final Comparator<InvocationRecord> BY_KEY =
            Comparator.comparing((InvocationRecord r) -> r.invocation().value())
                    .thenComparingInt(InvocationRecord::attempt);

    private final NewRows<InvocationRecord> rows;
    private final UsedFunctions functions;
    private final Quarantine quarantine;

    Ledger(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            UsedFunctions functions,
            Marks marks,
            Quarantine quarantine) {
        this.rows = new NewRows<>(jdbc, transactions, TABLE, Ledger::columns, marks::stale);
        this.functions = functions;
        this.quarantine = quarantine;
    }

    @Override
    public void accept(List<InvocationRecord> batch) {
        List<InvocationRecord> sound = new ArrayList<>(batch.size());
        for (InvocationRecord row : batch) {
            String flaw = Soundness.flaw(row);
            if (flaw == null) {
                sound.add(row);
            } else {
                quarantine.take(row, flaw);
            }
        }
        functions.add(sound);
        sound.sort(BY_KEY);
        rows.add(sound, (row, e) -> quarantine.take(row, firstLine(e)));
    }

    /** What the database says is wrong, without the statement that H2 puts below it. */
    private static String firstLine(DataAccessException refusal) {
        return refusal.getMostSpecificCause()
                .toString()
                .lines()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no reason given", refusal))
                .replaceAll("\\p{Cntrl}", " ");
    }

    private static Object[] columns(InvocationRecord row) {
        var startedAt = Columns.instant(row.startedAt());
        return new Object[] {
            row.invocation().value(),
            row.attempt(),
            row.account().value(),
            row.function().value(),
            row.functionName(),
            row.version(),
            row.alias(),
            row.source(),
            parent(row.lineage()),
            row.lineage().depth(),
            row.trigger(),
            startedAt,
            startedAt.toLocalDate(),
            row.errorCode(),
            fault(row.errorCode()),
            row.billable(),
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
            row.priceBook(),
            row.tags() == null ? null : row.tags().value(),
        };
    }

    /** A code that this release does not know is the platform's to explain. */
    private static @Nullable String fault(@Nullable String errorCode) {
        return errorCode == null
                ? null
                : ErrorCode.fromWireName(errorCode)
                        .map(ErrorCode::fault)
                        .orElse(Fault.PLATFORM)
                        .name();
    }

    private static @Nullable UUID parent(Lineage lineage) {
        return lineage.parent() == null ? null : lineage.parent().value();
    }
}

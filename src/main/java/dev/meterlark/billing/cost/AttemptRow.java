package dev.meterlark.billing.cost;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One attempt as it is exported. Columns are added at the end, and never change their meaning. */
final class AttemptRow {

    static final List<String> COLUMNS =
            List.of(
                    "invocation",
                    "attempt",
                    "functionId",
                    "function",
                    "version",
                    "alias",
                    "source",
                    "trigger",
                    "parent",
                    "startedAt",
                    "error",
                    "billable",
                    "cold",
                    "queuedMicros",
                    "startMicros",
                    "initMicros",
                    "runMicros",
                    "billedMs",
                    "memoryMb",
                    "cpuMicros",
                    "egressBytes",
                    "requestBytes",
                    "responseBytes",
                    "price",
                    "currency",
                    "priceBook",
                    "tags");

    private AttemptRow() {}

    static List<@Nullable Object> of(InvocationRecord attempt, Map<String, String> tags) {
        List<@Nullable Object> row = new ArrayList<>(COLUMNS.size());
        row.add(attempt.invocation().toString());
        row.add(attempt.attempt());
        row.add(attempt.function().toString());
        row.add(attempt.functionName());
        row.add(attempt.version());
        row.add(attempt.alias());
        row.add(attempt.source());
        row.add(text(attempt.trigger()));
        InvocationId parent = attempt.lineage().parent();
        row.add(parent == null ? null : parent.toString());
        row.add(attempt.startedAt().toString());
        row.add(attempt.errorCode());
        row.add(attempt.billable());
        row.add(attempt.cold());
        row.add(attempt.queuedMicros());
        row.add(attempt.startMicros());
        row.add(attempt.initMicros());
        row.add(attempt.runMicros());
        row.add(attempt.billedMillis());
        row.add(attempt.memoryMiB());
        row.add(attempt.cpuMicros());
        row.add(attempt.egressBytes());
        row.add(attempt.requestBytes());
        row.add(attempt.responseBytes());
        row.add(attempt.price().plainAmount());
        row.add(attempt.price().currency().getCurrencyCode());
        row.add(attempt.priceBook());
        row.add(tags);
        return row;
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}

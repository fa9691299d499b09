package dev.meterlark.console.functions;

import dev.meterlark.billing.UsageReport;
import dev.meterlark.console.Show;
import dev.meterlark.console.UsageRow;
import dev.meterlark.function.FunctionView;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A function as a row of a table, with its month to date. */
record FunctionRow(
        String name,
        String runtime,
        boolean hasCode,
        Instant changedAt,
        String calls,
        String errors,
        boolean failing,
        String price) {

    static FunctionRow of(FunctionView function, UsageReport.@Nullable Item month) {
        long errors = month == null ? 0 : UsageRow.errors(month.used());
        return new FunctionRow(
                function.name(),
                function.runtime(),
                function.code() != null,
                function.changedAt(),
                Show.count(month == null ? 0 : month.used().calls()),
                Show.count(errors),
                errors > 0,
                month == null ? "–" : Show.sum(month.used().price()));
    }
}

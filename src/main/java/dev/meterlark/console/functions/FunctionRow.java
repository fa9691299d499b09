package dev.meterlark.console.functions;

import dev.meterlark.console.Health;
import dev.meterlark.console.Show;
import dev.meterlark.function.FunctionSearch;
import dev.meterlark.function.FunctionView;
import dev.meterlark.shared.Money;
import dev.meterlark.telemetry.metrics.Point;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function as a row of the list, with how it did lately.
 *
 * @param tags as they are searched for
 * @param errors share of the calls that failed by the function's fault
 */
record FunctionRow(
        String name,
        String description,
        String runtime,
        List<String> tags,
        Health health,
        String calls,
        String errors,
        boolean failing,
        String p95,
        String cost,
        Instant changedAt) {

    private static final String NOTHING = "–";

    /**
     * @param lately null when nobody called
     * @param cost of today, one for each currency
     */
    static FunctionRow of(FunctionView function, @Nullable Point lately, List<Money> cost) {
        Health health = Health.of(function.code() != null, lately);
        Point called = lately == null || lately.calls() == 0 ? null : lately;
        return new FunctionRow(
                function.name(),
                function.description(),
                function.runtime(),
                function.tags().entrySet().stream()
                        .map(tag -> new FunctionSearch.Tag(tag.getKey(), tag.getValue()))
                        .map(FunctionSearch.Tag::toString)
                        .toList(),
                health,
                lately == null ? NOTHING : Show.count(lately.calls()),
                called == null ? NOTHING : Show.share(called.errors(), called.calls()),
                health.mood().equals("bad"),
                called == null ? NOTHING : Show.micros(called.p95Micros()),
                cost.isEmpty()
                        ? NOTHING
                        : cost.stream().map(Show::sum).collect(Collectors.joining(" + ")),
                function.changedAt());
    }
}

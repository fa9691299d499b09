package dev.meterlark.console.functions;

import dev.meterlark.console.Health;
import dev.meterlark.function.FoundFunction;
import dev.meterlark.function.FunctionSearch;
import dev.meterlark.function.Functions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.metrics.Point;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Puts functions in order by how they did, of which the database has no order. */
@Component
class Ranking {

    /** As many as are compared; those behind them by name are left out. */
    private static final int MOST = 20_000;

    private final Functions functions;
    private final Lately lately;

    Ranking(Functions functions, Lately lately) {
        this.functions = functions;
        this.lately = lately;
    }

    /**
     * @param more whether others come behind these
     */
    record Stretch(List<String> names, boolean more) {}

    /** A function with what it is compared by. */
    private record Rival(FoundFunction function, @Nullable Point calls, BigDecimal cost) {

        long number(ListOrder.By by) {
            return switch (by) {
                case CALLS -> calls == null ? 0 : calls.calls();
                case P95 -> calls == null ? 0 : calls.p95Micros();
                case CHANGED -> function.changedAt().toEpochMilli();
                case NAME, ERRORS, COST -> 0;
            };
        }

        /** Of its calls. */
        double errors() {
            return calls == null || calls.calls() == 0
                    ? 0
                    : (double) calls.errors() / calls.calls();
        }

        boolean isAmong(ListOrder.Only only) {
            Health health = Health.of(function.hasCode(), calls);
            return switch (only) {
                case ALL -> true;
                case FAILING -> health.mood().equals("bad");
                case THROTTLED -> calls != null && calls.throttled() > 0;
                case IDLE -> health.words().equals(Health.IDLE);
            };
        }
    }

    /**
     * @param skipped how many stood before
     */
    Stretch of(Caller caller, FunctionSearch search, ListOrder order, int skipped, int shown) {
        List<FoundFunction> found = functions.found(caller, search, MOST);
        List<FunctionId> ids = found.stream().map(FoundFunction::id).toList();
        Map<FunctionId, Point> calls = order.needsCalls() ? lately.calls(caller, ids) : Map.of();
        Map<FunctionId, BigDecimal> costs =
                order.by() == ListOrder.By.COST ? lately.amounts(caller, ids) : Map.of();
        List<String> names =
                found.stream()
                        .map(
                                each ->
                                        new Rival(
                                                each,
                                                calls.get(each.id()),
                                                costs.getOrDefault(each.id(), BigDecimal.ZERO)))
                        .filter(each -> each.isAmong(order.only()))
                        .sorted(comparing(order))
                        .skip(skipped)
                        .limit(shown + 1L)
                        .map(each -> each.function().name())
                        .toList();
        return new Stretch(names.subList(0, Math.min(shown, names.size())), names.size() > shown);
    }

    /** Numbers from the greatest on; among equals the names decide. */
    private static Comparator<Rival> comparing(ListOrder order) {
        Comparator<Rival> byName = Comparator.comparing(each -> each.function().name());
        Comparator<Rival> first =
                switch (order.by()) {
                    case NAME -> byName;
                    case ERRORS -> Comparator.comparingDouble(Rival::errors).reversed();
                    case COST -> Comparator.comparing(Rival::cost).reversed();
                    case CALLS, P95, CHANGED ->
                            Comparator.<Rival>comparingLong(each -> each.number(order.by()))
                                    .reversed();
                };
        return (order.reversed() ? first.reversed() : first).thenComparing(byName);
    }

    /** Who may not see calls or costs cannot find them out by an order. */
    ListOrder allowed(Caller caller, ListOrder order) {
        boolean calls = caller.may(Permission.LOGS_READ) || !order.needsCalls();
        boolean costs = caller.may(Permission.USAGE_READ) || order.by() != ListOrder.By.COST;
        return calls && costs ? order : ListOrder.USUAL;
    }
}

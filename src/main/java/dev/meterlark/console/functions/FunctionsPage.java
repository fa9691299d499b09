package dev.meterlark.console.functions;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.Split;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionList;
import dev.meterlark.function.FunctionSearch;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.metrics.CallMetrics;
import dev.meterlark.telemetry.metrics.Point;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The account's functions, and how each did since yesterday. */
@Room
class FunctionsPage {

    private static final int SHOWN = 50;
    private static final Duration LATELY = Duration.ofDays(1);

    private final Functions functions;
    private final CallMetrics metrics;
    private final CostExplorer costs;
    private final InstantSource clock;

    FunctionsPage(
            Functions functions, CallMetrics metrics, CostExplorer costs, InstantSource clock) {
        this.functions = functions;
        this.metrics = metrics;
        this.costs = costs;
        this.clock = clock;
    }

    /** With htmx only what was found. */
    @GetMapping("/functions")
    @Access(Permission.FUNCTIONS_READ)
    String list(
            Caller caller,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable List<String> tag,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        FunctionSearch wanted = FunctionSearch.of(search, tag);
        FunctionList list = functions.list(caller, wanted, cursor, SHOWN);
        model.addAttribute("functions", rows(caller, list.items()));
        model.addAttribute("search", search == null ? "" : search.strip());
        model.addAttribute(
                "tags", wanted.tags().stream().map(FunctionSearch.Tag::toString).toList());
        model.addAttribute("first", cursor == null);
        model.addAttribute("next", list.nextCursor());
        model.addAttribute("blank", wanted.isAll() && cursor == null && list.items().isEmpty());
        return htmx == null ? "functions/functions" : "functions/functions :: found";
    }

    private List<FunctionRow> rows(Caller caller, List<FunctionView> shown) {
        List<FunctionId> ids = shown.stream().map(each -> FunctionId.parse(each.id())).toList();
        Map<FunctionId, Point> lately =
                caller.may(Permission.LOGS_READ) ? lately(caller, ids) : Map.of();
        Map<FunctionId, List<Money>> today =
                caller.may(Permission.USAGE_READ) ? today(caller, Set.copyOf(ids)) : Map.of();
        List<FunctionRow> rows = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            FunctionId id = ids.get(i);
            rows.add(
                    FunctionRow.of(
                            shown.get(i), lately.get(id), today.getOrDefault(id, List.of())));
        }
        return rows;
    }

    private Map<FunctionId, Point> lately(Caller caller, List<FunctionId> ids) {
        Instant end = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        return ids.isEmpty()
                ? Map.of()
                : metrics.summaries(caller.account(), ids, end.minus(LATELY), end);
    }

    /** What calls that began since midnight cost, in UTC. */
    private Map<FunctionId, List<Money>> today(Caller caller, Set<FunctionId> ids) {
        Instant now = clock.instant();
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
        if (!midnight.isBefore(now)) {
            return Map.of();
        }
        Map<FunctionId, List<Money>> today = new HashMap<>();
        Split split = new Split(Set.of(UsageGrouping.FUNCTION), null);
        costs.report(caller.account(), new UsageRange(midnight, now), split, ids)
                .parts()
                .forEach(
                        part ->
                                today.computeIfAbsent(
                                                Objects.requireNonNull(part.used().function()),
                                                _ -> new ArrayList<>())
                                        .add(part.used().price()));
        return today;
    }
}

package dev.meterlark.console.queues;

import dev.meterlark.console.Show;
import dev.meterlark.function.FunctionSearch;
import dev.meterlark.function.Functions;
import dev.meterlark.invocation.OpenCalls;
import dev.meterlark.pipeline.PipelineList;
import dev.meterlark.pipeline.Pipelines;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of an account's functions and pipelines has not ended, those of which the most has first.
 */
@Component
class Backlogs {

    /** Rows of the page. */
    static final int SHOWN = 100;

    /**
     * Functions that are looked at, and as many pipelines; those behind them by name are left out.
     */
    private static final int MOST = 20_000;

    private static final int COUNTED_AT_ONCE = 1_000;

    private final OpenCalls open;
    private final Functions functions;
    private final Pipelines pipelines;

    Backlogs(OpenCalls open, Functions functions, Pipelines pipelines) {
        this.open = open;
        this.functions = functions;
        this.pipelines = pipelines;
    }

    /** What of one function or pipeline has not ended. */
    record Line(String function, String calls, String running, Instant oldest) {

        private static Line of(String function, OpenCalls.Count count) {
            return new Line(
                    function,
                    Show.count(count.calls()),
                    Show.count(count.running()),
                    count.oldest());
        }
    }

    /** At most one more than are {@link #SHOWN}; none for who may not see functions. */
    List<Line> of(Caller caller) {
        if (!caller.may(Permission.FUNCTIONS_READ)) {
            return List.of();
        }
        Map<FunctionId, String> names = names(caller);
        return counts(caller.account(), List.copyOf(names.keySet())).entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<FunctionId, OpenCalls.Count>>comparingLong(
                                        each -> -each.getValue().calls())
                                .thenComparing(each -> String.valueOf(names.get(each.getKey()))))
                .limit(SHOWN + 1L)
                .map(each -> Line.of(String.valueOf(names.get(each.getKey())), each.getValue()))
                .toList();
    }

    private Map<FunctionId, String> names(Caller caller) {
        Map<FunctionId, String> names = new HashMap<>();
        functions
                .found(caller, FunctionSearch.of(null, null), MOST)
                .forEach(each -> names.put(each.id(), each.name()));
        PipelineList page = pipelines.list(caller, null, null);
        for (int read = 0; ; read += page.items().size()) {
            page.items().forEach(each -> names.put(FunctionId.parse(each.id()), each.name()));
            String next = page.nextCursor();
            if (next == null || read >= MOST) {
                return names;
            }
            page = pipelines.list(caller, next, null);
        }
    }

    private Map<FunctionId, OpenCalls.Count> counts(AccountId account, List<FunctionId> ids) {
        Map<FunctionId, OpenCalls.Count> counts = new HashMap<>();
        for (int from = 0; from < ids.size(); from += COUNTED_AT_ONCE) {
            int to = Math.min(ids.size(), from + COUNTED_AT_ONCE);
            counts.putAll(open.counts(account, new ArrayList<>(ids.subList(from, to))));
        }
        return counts;
    }
}

package dev.meterlark.console.functions;

import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionList;
import dev.meterlark.function.FunctionSearch;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.metrics.Point;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestHeader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The account's functions, and how each did since yesterday. */
@Room
class FunctionsPage {

    private static final int SHOWN = 50;

    private final Functions functions;
    private final Ranking ranking;
    private final Lately lately;

    FunctionsPage(Functions functions, Ranking ranking, Lately lately) {
        this.functions = functions;
        this.ranking = ranking;
        this.lately = lately;
    }

    /**
     * What the address asks for.
     *
     * @param sort see {@link ListOrder#of}
     * @param cursor of the order that is usual a name, of others how many stood before
     */
    record Asked(
            @Nullable String search,
            @Nullable List<String> tag,
            @Nullable String sort,
            @Nullable String health,
            @Nullable String cursor) {

        private FunctionSearch wanted() {
            return FunctionSearch.of(search, tag);
        }

        private ListOrder order() {
            return ListOrder.of(sort == null ? "" : sort, health == null ? "" : health);
        }

        private boolean isFirst() {
            return cursor == null || cursor.isEmpty();
        }

        private int skipped() {
            if (cursor == null || cursor.isEmpty()) {
                return 0;
            }
            if (!cursor.matches("[1-9][0-9]{0,5}")) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "cursor is not one that this list answered with; leave it out to start"
                                + " over");
            }
            return Integer.parseInt(cursor);
        }
    }

    /** With htmx only what was found. */
    @GetMapping("/functions")
    @Access(Permission.FUNCTIONS_READ)
    String list(
            Caller caller,
            @ModelAttribute Asked asked,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        show(caller, asked, model);
        return htmx == null ? "functions/functions" : "functions/functions :: found";
    }

    private void show(Caller caller, Asked asked, Model model) {
        FunctionSearch wanted = asked.wanted();
        ListOrder order = ranking.allowed(caller, asked.order());
        FunctionList list =
                order.isUsual()
                        ? functions.list(caller, wanted, asked.cursor(), SHOWN)
                        : ranked(caller, asked, order);
        model.addAttribute("functions", rows(caller, list.items()));
        model.addAttribute("search", asked.search() == null ? "" : asked.search().strip());
        model.addAttribute(
                "tags", wanted.tags().stream().map(FunctionSearch.Tag::toString).toList());
        model.addAttribute("sort", order.word());
        model.addAttribute("health", order.only().word());
        model.addAttribute("healths", ListOrder.Only.values());
        model.addAttribute(
                "columns", Arrays.stream(ListOrder.By.values()).map(order::column).toList());
        model.addAttribute("first", asked.isFirst());
        model.addAttribute("next", list.nextCursor());
        model.addAttribute(
                "blank",
                wanted.isAll()
                        && order.only() == ListOrder.Only.ALL
                        && asked.isFirst()
                        && list.items().isEmpty());
    }

    private FunctionList ranked(Caller caller, Asked asked, ListOrder order) {
        int skipped = asked.skipped();
        Ranking.Stretch stretch = ranking.of(caller, asked.wanted(), order, skipped, SHOWN);
        return new FunctionList(
                functions.named(caller, stretch.names()),
                stretch.more() ? String.valueOf(skipped + SHOWN) : null);
    }

    private List<FunctionRow> rows(Caller caller, List<FunctionView> shown) {
        List<FunctionId> ids = shown.stream().map(each -> FunctionId.parse(each.id())).toList();
        Map<FunctionId, Point> calls = lately.calls(caller, ids);
        Map<FunctionId, List<Money>> costs = lately.costs(caller, ids);
        List<FunctionRow> rows = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            FunctionId id = ids.get(i);
            rows.add(
                    FunctionRow.of(shown.get(i), calls.get(id), costs.getOrDefault(id, List.of())));
        }
        return rows;
    }
}

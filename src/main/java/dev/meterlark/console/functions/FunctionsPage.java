package dev.meterlark.console.functions;

import dev.meterlark.billing.UsageReport;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionList;
import dev.meterlark.function.Functions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The account's functions. */
@Room
class FunctionsPage {

    private static final int SHOWN = 100;

    private final Functions functions;
    private final FunctionOverview overview;

    FunctionsPage(Functions functions, FunctionOverview overview) {
        this.functions = functions;
        this.overview = overview;
    }

    @GetMapping("/functions")
    @Access(Permission.FUNCTIONS_READ)
    String list(Caller caller, Model model) {
        FunctionList list = functions.list(caller, null, SHOWN);
        Map<FunctionId, UsageReport.Item> used =
                caller.may(Permission.USAGE_READ) ? monthByFunction(caller) : Map.of();
        model.addAttribute(
                "functions",
                list.items().stream()
                        .map(each -> FunctionRow.of(each, used.get(FunctionId.parse(each.id()))))
                        .toList());
        model.addAttribute("more", list.nextCursor() != null);
        return "functions/functions";
    }

    private Map<FunctionId, UsageReport.Item> monthByFunction(Caller caller) {
        List<UsageReport.Item> items = overview.month(caller).items();
        return items.stream()
                .filter(item -> item.used().function() != null)
                .collect(Collectors.toMap(item -> item.used().function(), item -> item));
    }
}

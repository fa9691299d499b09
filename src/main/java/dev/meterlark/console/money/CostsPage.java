package dev.meterlark.console.money;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.budget.Budgets;
import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.CostOverview;
import dev.meterlark.billing.cost.CostReport;
import dev.meterlark.billing.cost.ThingCosts;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What is spent, on what, and what moved. */
@Room
class CostsPage {

    private static final int MOST_ROWS = 50;
    private static final int MOST_ASIDE = 10;

    private final Budgets budgets;
    private final CostExplorer costs;
    private final ThingCosts things;
    private final CostDays days;
    private final InstantSource clock;

    CostsPage(
            Budgets budgets,
            CostExplorer costs,
            ThingCosts things,
            CostDays days,
            InstantSource clock) {
        this.budgets = budgets;
        this.costs = costs;
        this.things = things;
        this.days = days;
        this.clock = clock;
    }

    @GetMapping("/usage")
    @Access(Permission.USAGE_READ)
    String moved() {
        return "redirect:/costs";
    }

    @GetMapping("/costs")
    @Access(Permission.USAGE_READ)
    String costs(Caller caller, @ModelAttribute CostQuery query, Model model) {
        AccountId account = caller.account();
        Instant now = clock.instant();
        UsageRange range = query.range(now);
        CostOverview overview = costs.overview(account, range, query.split());
        CostReport report = overview.report();
        List<CostRow> rows = CostRow.of(report, query);
        model.addAttribute("query", query);
        model.addAttribute("ranges", query.ranges());
        model.addAttribute("splits", query.splits());
        model.addAttribute("span", CostQuery.shown(range));
        model.addAttribute(
                "export",
                "lark usage export --from %s --to %s > usage.csv"
                        .formatted(range.from(), range.to()));
        if (caller.may(Permission.BILLING_READ)) {
            model.addAttribute("month", MonthSoFar.of(budgets.show(account)));
        }
        model.addAttribute("total", CostRow.total(report));
        model.addAttribute("chart", days.chart(account, range, query, overview));
        model.addAttribute("rows", rows.stream().limit(MOST_ROWS).toList());
        model.addAttribute("more", Math.max(0, rows.size() - MOST_ROWS));
        model.addAttribute("movers", movers(account, range, query, report));
        aside(overview, model);
        model.addAttribute(
                "things",
                things.of(account, range, now).stream()
                        .limit(MOST_ROWS)
                        .map(CostRow.Kept::of)
                        .toList());
        return "money/costs";
    }

    private List<CostRow.Moved> movers(
            AccountId account, UsageRange range, CostQuery query, CostReport report) {
        return costs.movers(account, range, query.split(), report.parts()).stream()
                .filter(each -> each.change().amount().signum() != 0)
                .limit(MOST_ASIDE)
                .map(each -> CostRow.Moved.of(each, query))
                .toList();
    }

    private static void aside(CostOverview overview, Model model) {
        model.addAttribute(
                "failures",
                overview.failures().stream().limit(MOST_ASIDE).map(CostRow.Aside::failed).toList());
        model.addAttribute(
                "cold",
                overview.coldStarts().stream()
                        .limit(MOST_ASIDE)
                        .map(CostRow.Aside::loaded)
                        .toList());
    }
}

package dev.meterlark.console.money;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.UsageReport;
import dev.meterlark.billing.UsageReports;
import dev.meterlark.console.Room;
import dev.meterlark.console.UsageRow;
import dev.meterlark.edge.Access;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Set;

@Room
class UsagePage {

    private final UsageReports reports;
    private final InstantSource clock;

    UsagePage(UsageReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    @GetMapping("/usage")
    @Access(Permission.USAGE_READ)
    String usage(Caller caller, Model model) {
        UsageRange month = UsageRange.of(null, null, clock.instant());
        UsageReport report = reports.of(caller.account(), month, Set.of(UsageGrouping.FUNCTION));
        UsageRow total = UsageRow.of(report.total(), report.total());
        model.addAttribute("since", LocalDate.ofInstant(month.from(), ZoneOffset.UTC));
        model.addAttribute("total", total);
        model.addAttribute(
                "items",
                report.items().stream()
                        .sorted(Comparator.comparing(UsagePage::amount).reversed())
                        .map(i -> UsageRow.of(i, report.total()))
                        .toList());
        return "money/usage";
    }

    private static BigDecimal amount(UsageReport.Item item) {
        return item.used().price().amount();
    }
}

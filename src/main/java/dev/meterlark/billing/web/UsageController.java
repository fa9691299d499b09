package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.UsageReport;
import dev.meterlark.billing.UsageReports;
import dev.meterlark.edge.Access;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What an account used, with its price; amounts are decimal strings. */
@RestController
class UsageController {

    private final UsageReports reports;
    private final InstantSource clock;

    UsageController(UsageReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    record Answer(Instant from, Instant to, String currency, List<Item> items, Item total) {}

    record Errors(long caller, long function, long platform) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            @Nullable String function,
            @Nullable String functionId,
            @Nullable LocalDate day,
            long calls,
            long billableCalls,
            Errors errors,
            long billedMs,
            String gbSeconds,
            String price,
            String currency) {}

    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/usage")
    Answer usage(
            Caller caller,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam(defaultValue = "function") String groupBy) {
        UsageRange range = UsageRange.of(from, to, clock.instant());
        UsageReport report = reports.of(caller.account(), range, grouping(groupBy));
        return new Answer(
                range.from(),
                range.to(),
                report.total().used().price().currency().getCurrencyCode(),
                report.items().stream().map(UsageController::item).toList(),
                item(report.total()));
    }

    private static Set<UsageGrouping> grouping(String groupBy) {
        Set<UsageGrouping> groups = EnumSet.noneOf(UsageGrouping.class);
        for (String name : groupBy.split(",", -1)) {
            groups.add(
                    switch (name) {
                        case "function" -> UsageGrouping.FUNCTION;
                        case "day" -> UsageGrouping.DAY;
                        default ->
                                throw new RefusedException(
                                        ErrorCode.REQUEST_INVALID,
                                        "groupBy takes function, day or both with a comma; it does"
                                                + " not take: "
                                                + (name.length() <= 60
                                                        ? name
                                                        : name.substring(0, 60) + "…"));
                    });
        }
        return groups;
    }

    private static Item item(UsageReport.Item item) {
        UsageTotal used = item.used();
        return new Item(
                used.functionName(),
                used.function() == null ? null : used.function().toString(),
                used.day(),
                used.calls(),
                used.billableCalls(),
                new Errors(
                        used.failures().caller(),
                        used.failures().function(),
                        used.failures().platform()),
                used.billedMillis(),
                plain(item.gbSeconds()),
                used.price().plainAmount(),
                used.price().currency().getCurrencyCode());
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}

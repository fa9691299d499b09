package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.CostReport;
import dev.meterlark.billing.cost.Split;
import dev.meterlark.edge.Access;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageKey;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What an account used, with its price; amounts are decimal strings. */
@RestController
class UsageController {

    private static final BigDecimal MIB_MILLIS_OF_GB_SECOND = BigDecimal.valueOf(1024L * 1000);
    private static final int MICRO_DIGITS = 6;

    private final CostExplorer costs;
    private final InstantSource clock;

    UsageController(CostExplorer costs, InstantSource clock) {
        this.costs = costs;
        this.clock = clock;
    }

    /**
     * @param total of all, not of this page alone, in the currency of the prices of now
     * @param otherTotals in currencies of prices before
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Answer(
            Instant from,
            Instant to,
            String currency,
            @JsonInclude List<Item> items,
            Item total,
            List<Item> otherTotals,
            @Nullable String nextCursor) {}

    record Errors(long caller, long function, long platform) {}

    /**
     * @param outcome {@code succeeded}, or who was at fault: {@code caller}, {@code function},
     *     {@code platform}
     * @param tags those that it is split by
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            @Nullable String function,
            @Nullable String functionId,
            @Nullable LocalDate day,
            @Nullable Instant hour,
            @Nullable String version,
            @Nullable String alias,
            @Nullable String source,
            @Nullable String trigger,
            @Nullable String outcome,
            @Nullable Boolean cold,
            @Nullable Map<String, String> tags,
            long calls,
            long billableCalls,
            Errors errors,
            long billedMs,
            String gbSeconds,
            String cpuSeconds,
            String egressBytes,
            String price,
            String currency) {}

    /**
     * @param groupBy words with commas between: {@code function}, {@code day}, {@code hour}, {@code
     *     version}, {@code alias}, {@code source}, {@code trigger}, {@code outcome}, {@code cold},
     *     {@code tag} for all tags together, or {@code tag:NAME} for one
     * @param functionId of this function alone
     * @param limit at most 1 000, which is usual
     */
    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/usage")
    Answer usage(
            Caller caller,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam(defaultValue = "function") String groupBy,
            @RequestParam @Nullable UUID functionId,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable Integer limit) {
        UsageRange range = UsageRange.of(from, to, clock.instant());
        Split split = Split.parse(groupBy);
        CostReport report =
                functionId == null
                        ? costs.report(caller.account(), range, split)
                        : costs.report(
                                caller.account(), range, split, Set.of(new FunctionId(functionId)));
        Pieces<CostExplorer.Part> page = Pieces.of(report.parts(), cursor, limit);
        return new Answer(
                range.from(),
                range.to(),
                report.total().price().currency().getCurrencyCode(),
                page.items().stream().map(each -> item(each, split.by())).toList(),
                item(new CostExplorer.Part(null, report.total()), Set.of()),
                report.otherTotals().stream()
                        .map(each -> item(new CostExplorer.Part(null, each), Set.of()))
                        .toList(),
                page.nextCursor());
    }

    private static Item item(CostExplorer.Part part, Set<UsageGrouping> by) {
        UsageTotal used = part.used();
        UsageKey key = used.key();
        return new Item(
                key.functionName(),
                text(key.function()),
                key.day(),
                key.hour(),
                key.version(),
                key.alias(),
                key.source(),
                text(key.trigger()),
                by.contains(UsageGrouping.OUTCOME) ? outcome(key.fault()) : null,
                key.cold(),
                part.tags(),
                used.calls(),
                used.billableCalls(),
                new Errors(
                        used.failures().caller(),
                        used.failures().function(),
                        used.failures().platform()),
                used.billedMillis(),
                plain(used.mibMillis().divide(MIB_MILLIS_OF_GB_SECOND)),
                plain(used.cpuMicros().movePointLeft(MICRO_DIGITS)),
                plain(used.egressBytes()),
                used.price().plainAmount(),
                used.price().currency().getCurrencyCode());
    }

    private static String outcome(@Nullable Fault fault) {
        return fault == null ? "succeeded" : fault.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}

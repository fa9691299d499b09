package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.CallCosts;
import dev.meterlark.billing.cost.CostExplorer;
import dev.meterlark.billing.cost.Split;
import dev.meterlark.edge.Access;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.metering.UsageKey;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Questions that people ask of their costs. Amounts are decimal strings, at list prices. */
@RestController
@RequestMapping("/api/v1/usage")
class CostController {

    private final CostExplorer costs;
    private final CallCosts calls;
    private final InstantSource clock;

    CostController(CostExplorer costs, CallCosts calls, InstantSource clock) {
        this.costs = costs;
        this.calls = calls;
        this.clock = clock;
    }

    record Span(Instant from, Instant to) {}

    record Movers(Span now, Span before, List<Mover> items, @Nullable String nextCursor) {}

    /**
     * @param change of the price, below zero when it fell
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mover(
            @Nullable String function,
            @Nullable String functionId,
            @Nullable String version,
            @Nullable String alias,
            @Nullable String source,
            @Nullable String trigger,
            @Nullable String outcome,
            @Nullable Map<String, String> tags,
            String price,
            String priceBefore,
            String change,
            String currency,
            long calls,
            long callsBefore) {}

    record Failures(Instant from, Instant to, List<Failure> items, @Nullable String nextCursor) {}

    /**
     * @param outcome who was at fault
     * @param price of those that are billed
     */
    record Failure(
            @Nullable String function,
            @Nullable String functionId,
            String outcome,
            long calls,
            long billableCalls,
            String price,
            String currency) {}

    record Loading(Instant from, Instant to, List<ColdStart> items, @Nullable String nextCursor) {}

    /**
     * @param calls that loaded the function first
     * @param price of those calls
     * @param initPrice the part of it that was for loading
     */
    record ColdStart(
            @Nullable String function,
            @Nullable String functionId,
            long calls,
            String price,
            String initPrice,
            String currency) {}

    record Call(String invocation, List<Attempt> attempts) {}

    /**
     * @param parts of the price by meter; empty when it is free
     * @param initPrice the part of it that was for loading the function
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attempt(
            int attempt,
            String function,
            String functionId,
            String version,
            Instant startedAt,
            @Nullable String error,
            boolean billable,
            boolean cold,
            String price,
            String initPrice,
            String currency,
            String priceBook,
            List<Part> parts) {}

    record Part(String meter, String quantity, String unit, String price) {}

    /** What changed most against as much time before. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/movers")
    Movers movers(
            Caller caller,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam(defaultValue = "function") String groupBy,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable Integer limit) {
        UsageRange range = range(from, to);
        UsageRange before = CostExplorer.before(range);
        Split split = Split.parse(groupBy);
        if (split.by().contains(UsageGrouping.DAY) || split.by().contains(UsageGrouping.HOUR)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "what moved is not split by day or hour: leave that out");
        }
        Pieces<CostExplorer.Mover> page =
                Pieces.of(costs.movers(caller.account(), range, split), cursor, limit);
        return new Movers(
                new Span(range.from(), range.to()),
                new Span(before.from(), before.to()),
                page.items().stream().map(each -> mover(each, split)).toList(),
                page.nextCursor());
    }

    /** What calls cost that failed. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/failures")
    Failures failures(
            Caller caller,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable Integer limit) {
        UsageRange range = range(from, to);
        Pieces<CostExplorer.Part> page =
                Pieces.of(costs.failures(caller.account(), range), cursor, limit);
        return new Failures(
                range.from(),
                range.to(),
                page.items().stream().map(each -> failure(each.used())).toList(),
                page.nextCursor());
    }

    /** What it cost that calls had to load their function first. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/cold-starts")
    Loading coldStarts(
            Caller caller,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable Integer limit) {
        UsageRange range = range(from, to);
        Pieces<CostExplorer.ColdStarts> page =
                Pieces.of(costs.coldStarts(caller.account(), range), cursor, limit);
        return new Loading(
                range.from(),
                range.to(),
                page.items().stream().map(CostController::coldStart).toList(),
                page.nextCursor());
    }

    /** What one call cost, attempt by attempt, and what of it each meter. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/calls/{id}")
    Call call(Caller caller, @PathVariable String id) {
        InvocationId invocation = invocation(id);
        return new Call(
                invocation.toString(),
                calls.of(caller.account(), invocation).stream()
                        .map(CostController::attempt)
                        .toList());
    }

    private UsageRange range(@Nullable String from, @Nullable String to) {
        return UsageRange.of(from, to, clock.instant());
    }

    /** What is no id is no call's. */
    private static InvocationId invocation(String id) {
        try {
            return InvocationId.parse(id);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.NOT_FOUND, "there is no such invocation in this account");
        }
    }

    private static Mover mover(CostExplorer.Mover mover, Split split) {
        UsageTotal now = mover.now().used();
        UsageKey key = now.key();
        return new Mover(
                key.functionName(),
                text(key.function()),
                key.version(),
                key.alias(),
                key.source(),
                text(key.trigger()),
                split.by().contains(UsageGrouping.OUTCOME) ? outcome(key.fault()) : null,
                mover.now().tags(),
                now.price().plainAmount(),
                mover.before().price().plainAmount(),
                mover.change().plainAmount(),
                now.price().currency().getCurrencyCode(),
                now.calls(),
                mover.before().calls());
    }

    private static Failure failure(UsageTotal used) {
        return new Failure(
                used.functionName(),
                text(used.function()),
                outcome(used.key().fault()),
                used.calls(),
                used.billableCalls(),
                used.price().plainAmount(),
                used.price().currency().getCurrencyCode());
    }

    private static ColdStart coldStart(CostExplorer.ColdStarts cold) {
        Money price = cold.used().price();
        return new ColdStart(
                cold.used().functionName(),
                text(cold.used().function()),
                cold.used().calls(),
                price.plainAmount(),
                cold.loading().plainAmount(),
                price.currency().getCurrencyCode());
    }

    private static Attempt attempt(CallCosts.AttemptCost cost) {
        InvocationRecord attempt = cost.attempt();
        return new Attempt(
                attempt.attempt(),
                attempt.functionName(),
                attempt.function().toString(),
                attempt.version(),
                attempt.startedAt(),
                attempt.errorCode(),
                attempt.billable(),
                attempt.cold(),
                attempt.price().plainAmount(),
                cost.init().plainAmount(),
                attempt.price().currency().getCurrencyCode(),
                attempt.priceBook(),
                cost.parts().stream().map(CostController::part).toList());
    }

    private static Part part(CallCosts.MeterCost part) {
        return new Part(
                part.quantity().meter().wireName(),
                part.quantity().text(),
                part.quantity().meter().unit(),
                part.price().plainAmount());
    }

    private static String outcome(@Nullable Fault fault) {
        return fault == null ? "succeeded" : fault.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}

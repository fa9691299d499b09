package dev.meterlark.billing.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.cost.ThingCosts;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What is paid for beside calls, thing by thing. Amounts are decimal strings. */
@RestController
class ThingCostController {

    private final ThingCosts costs;
    private final InstantSource clock;

    ThingCostController(ThingCosts costs, InstantSource clock) {
        this.costs = costs;
        this.clock = clock;
    }

    record Answer(Instant from, Instant to, List<Item> items, @Nullable String nextCursor) {}

    /**
     * @param kind bucket, table, queue, or function of sandboxes that stood ready
     * @param quantity in units of the price
     * @param price at the list prices of now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String kind,
            String name,
            @Nullable String functionId,
            String meter,
            String quantity,
            String unit,
            String price,
            String currency) {

        static Item of(ThingCosts.ThingCost cost) {
            FunctionId function = cost.thing().function();
            return new Item(
                    cost.thing().kind().wireName(),
                    cost.thing().name(),
                    function == null ? null : function.toString(),
                    cost.meter().wireName(),
                    cost.quantity().text(),
                    cost.quantity().meter().unit(),
                    cost.price().plainAmount(),
                    cost.price().currency().getCurrencyCode());
        }
    }

    /** What buckets, tables, queues and sandboxes that stood ready cost, the dearest first. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/usage/things")
    Answer things(
            Caller caller,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable Integer limit) {
        Instant now = clock.instant();
        UsageRange range = UsageRange.of(from, to, now);
        Pieces<ThingCosts.ThingCost> page =
                Pieces.of(costs.of(caller.account(), range, now), cursor, limit);
        return new Answer(
                range.from(),
                range.to(),
                page.items().stream().map(Item::of).toList(),
                page.nextCursor());
    }
}

package dev.meterlark.trigger.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.metrics.MetricRange;
import dev.meterlark.trigger.TriggerMetrics;
import dev.meterlark.trigger.TriggerQuery;
import dev.meterlark.trigger.TriggerSums;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** All triggers of an account, also those whose function is gone. */
@RestController
@RequestMapping("/api/v1/triggers")
class TriggerController {

    private final Triggers triggers;

    private final TriggerMetrics metrics;
    private final InstantSource clock;

    TriggerController(Triggers triggers, TriggerMetrics metrics, InstantSource clock) {
        this.triggers = triggers;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The oldest first.
     *
     * @param target only those that make this function or pipeline run
     * @param type only those of it, such as {@code queue}
     * @param state only those in it: {@code enabled}, {@code paused} or {@code stopped}
     */
    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    Page<TriggerView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return triggers.list(caller, TriggerQuery.of(target, type, state), cursor, limit);
    }

    /**
     * @param step the length of each: {@code 1m}, {@code 5m}, {@code 15m}, {@code 1h}, {@code 3h},
     *     {@code 6h} or {@code 1d}
     */
    record Metrics(Instant from, Instant to, String step, List<Item> points) {}

    /**
     * @param events that came
     * @param filtered of them that the filter did not want
     * @param failures times that something did not work
     * @param calls attempts of the calls that it made, as they ended
     * @param errors of them that failed
     * @param lagMs the longest between an event and its being seen
     */
    record Item(
            Instant at,
            long events,
            long filtered,
            long failures,
            long calls,
            long errors,
            long lagMs) {

        static Item of(TriggerMetrics.Point point) {
            TriggerSums sums = point.sums();
            return new Item(
                    point.at(),
                    sums.events(),
                    sums.filtered(),
                    sums.failures(),
                    sums.calls(),
                    sums.errors(),
                    sums.lagMillis());
        }
    }

    /**
     * What happened to it over time.
     *
     * @param from a date or an instant; a day before the end when it is left out
     * @param to now when it is left out
     * @param step what is readable when it is left out; an answer has at most 1 500
     */
    @GetMapping("/{trigger}/metrics")
    @Access(Permission.FUNCTIONS_READ)
    Metrics metrics(
            Caller caller,
            @PathVariable String trigger,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String step) {
        MetricRange range = MetricRange.of(from, to, step, clock.instant());
        return new Metrics(
                range.from(),
                range.to(),
                MetricRange.shown(range.step()),
                metrics.series(caller, trigger, range).stream().map(Item::of).toList());
    }

    @GetMapping("/{trigger}")
    @Access(Permission.FUNCTIONS_READ)
    TriggerView show(Caller caller, @PathVariable String trigger) {
        return triggers.show(caller, trigger);
    }
}

package dev.meterlark.telemetry.web;

import dev.meterlark.edge.Access;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.telemetry.metrics.AccountScrape;
import dev.meterlark.telemetry.metrics.CallMetrics;
import dev.meterlark.telemetry.metrics.MetricRange;
import dev.meterlark.telemetry.metrics.MetricSeries;
import dev.meterlark.telemetry.metrics.Point;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What calls came to over time, for charts. */
@RestController
class MetricController {

    private final CallMetrics metrics;
    private final AccountScrape scrape;
    private final FunctionNames names;
    private final InstantSource clock;

    MetricController(
            CallMetrics metrics, AccountScrape scrape, FunctionNames names, InstantSource clock) {
        this.metrics = metrics;
        this.scrape = scrape;
        this.names = names;
        this.clock = clock;
    }

    /**
     * @param step the length of each: {@code 1m}, {@code 5m}, {@code 15m}, {@code 1h}, {@code 3h},
     *     {@code 6h} or {@code 1d}
     */
    record Answer(Instant from, Instant to, String step, List<Item> points) {

        static Answer of(MetricRange range, MetricSeries series) {
            return new Answer(
                    range.from(),
                    range.to(),
                    MetricRange.shown(range.step()),
                    series.points().stream().map(Item::of).toList());
        }
    }

    /**
     * @param calls attempts that were begun, however they ended
     * @param throttled calls that were not begun because as many were running as may
     * @param latencyMs from arrival to answer; null when there were no calls
     * @param maxConcurrency the most that ran at one moment on one node
     */
    record Item(
            Instant at,
            long calls,
            Errors errors,
            long throttled,
            long coldStarts,
            @Nullable Latency latencyMs,
            long maxConcurrency) {

        static Item of(Point point) {
            return new Item(
                    point.at(),
                    point.calls(),
                    new Errors(point.errors(), point.platformErrors()),
                    point.throttled(),
                    point.coldStarts(),
                    point.calls() == 0 ? null : Latency.of(point),
                    point.maxConcurrency());
        }
    }

    record Errors(long function, long platform) {}

    record Latency(double p50, double p95, double p99) {

        static Latency of(Point point) {
            return new Latency(
                    point.p50Micros() / 1e3, point.p95Micros() / 1e3, point.p99Micros() / 1e3);
        }
    }

    /**
     * @param from a date or an instant; a day before the end when it is left out
     * @param to now when it is left out
     * @param step what is readable when it is left out; an answer has at most 1 500
     */
    @Access(Permission.LOGS_READ)
    @GetMapping("/api/v1/functions/{name}/metrics")
    Answer ofFunction(
            Caller caller,
            @PathVariable String name,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String step,
            @RequestParam @Nullable String version) {
        FunctionId function = KnownFunction.require(names, caller, name);
        MetricRange range = MetricRange.of(from, to, step, clock.instant());
        return Answer.of(range, metrics.series(caller.account(), function, version, range));
    }

    /** Of all functions together, also those that are deleted. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/metrics")
    Answer ofAccount(
            Caller caller,
            @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestParam @Nullable String step) {
        MetricRange range = MetricRange.of(from, to, step, clock.instant());
        return Answer.of(range, metrics.series(caller.account(), null, null, range));
    }

    /** Counters for a Prometheus of the account's own, which sends an API key. */
    @Access(Permission.USAGE_READ)
    @GetMapping("/api/v1/metrics/prometheus")
    void scrape(Caller caller, HttpServletResponse response) throws IOException {
        byte[] text = scrape.text(caller.account()).getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain;version=0.0.4;charset=utf-8");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}

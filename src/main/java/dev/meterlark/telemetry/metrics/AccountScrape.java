package dev.meterlark.telemetry.metrics;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an account's own Prometheus asks for: counters of its functions' calls that only ever rise,
 * by the text form 0.0.4. A call is counted when its minute is summed up, a quarter of a minute
 * after its end as a rule.
 */
@Service
@Transactional(readOnly = true)
public class AccountScrape {

    private static final long[] BORDERS_MICROS = {
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000,
        300_000_000,
    };

    private final MetricRows rows;
    private final PressureRows pressures;
    private final MetricProperties properties;
    private final ObjectProvider<AlsoScraped> others;

    AccountScrape(
            MetricRows rows,
            PressureRows pressures,
            MetricProperties properties,
            ObjectProvider<AlsoScraped> others) {
        this.rows = rows;
        this.pressures = pressures;
        this.properties = properties;
        this.others = others;
    }

    private record Row(String labels, FunctionId function, String name, CallSums sums) {}

    public String text(AccountId account) {
        List<Row> all = new ArrayList<>();
        rows.counters(
                account,
                properties.mostScraped(),
                (name, counter) -> {
                    FunctionId function = counter.piece().of().function();
                    String labels =
                            "function=\"%s\",function_id=\"%s\",version=\"%s\""
                                    .formatted(
                                            escaped(name),
                                            function,
                                            escaped(counter.piece().version()));
                    all.add(new Row(labels, function, name, counter.sums()));
                });
        var text = new StringBuilder(1024 + all.size() * 2048);
        calls(text, all);
        cold(text, all);
        latencies(text, all);
        throttled(text, account, all);
        others.orderedStream()
                .forEach(each -> text.append(each.text(account, properties.mostScraped())));
        return text.toString();
    }

    private static void calls(StringBuilder text, List<Row> all) {
        head(text, "meterlark_function_calls_total", "counter", "attempts, by how they ended");
        for (Row each : all) {
            CallSums sums = each.sums();
            long others = sums.calls() - sums.errors() - sums.platformErrors();
            String of = "meterlark_function_calls_total{" + each.labels() + ",outcome=";
            line(text, of + "\"succeeded\"}", others);
            line(text, of + "\"function-error\"}", sums.errors());
            line(text, of + "\"platform-error\"}", sums.platformErrors());
        }
    }

    private static void cold(StringBuilder text, List<Row> all) {
        String name = "meterlark_function_cold_starts_total";
        head(text, name, "counter", "attempts that had to start a sandbox or load the function");
        all.forEach(each -> line(text, name + "{" + each.labels() + "}", each.sums().coldStarts()));
    }

    private static void latencies(StringBuilder text, List<Row> all) {
        String name = "meterlark_function_latency_seconds";
        head(text, name, "histogram", "from arrival to answer; borders are at most 5 % off");
        for (Row each : all) {
            Latencies latencies = each.sums().latencies();
            String bucket = name + "_bucket{" + each.labels() + ",le=\"";
            for (long border : BORDERS_MICROS) {
                line(text, bucket + seconds(border) + "\"}", latencies.atMost(border));
            }
            line(text, bucket + "+Inf\"}", latencies.calls());
            line(text, name + "_count{" + each.labels() + "}", latencies.calls());
            text.append(name).append("_sum{").append(each.labels()).append("} ");
            text.append(String.format(Locale.ROOT, "%.6f\n", latencies.sumMicros() / 1e6));
        }
    }

    private void throttled(StringBuilder text, AccountId account, List<Row> all) {
        Map<FunctionId, String> functions = new HashMap<>();
        all.forEach(each -> functions.put(each.function(), each.name()));
        String name = "meterlark_function_throttled_total";
        head(text, name, "counter", "calls not begun because as many were running as may");
        pressures.read(
                account,
                functions.keySet(),
                Grain.EVER,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1),
                (function, pressure) ->
                        line(
                                text,
                                "%s{function=\"%s\",function_id=\"%s\"}"
                                        .formatted(
                                                name,
                                                escaped(functions.getOrDefault(function, "")),
                                                function),
                                pressure.throttled()));
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String series, long value) {
        text.append(series).append(' ').append(value).append('\n');
    }

    private static String seconds(long micros) {
        return String.valueOf(micros / 1e6);
    }

    /** As a label's value. */
    public static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}

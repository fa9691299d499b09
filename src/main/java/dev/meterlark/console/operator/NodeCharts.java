package dev.meterlark.console.operator;

import dev.meterlark.console.Chart;
import dev.meterlark.console.Chart.Kind;
import dev.meterlark.console.Chart.Series;
import dev.meterlark.console.Chart.Unit;
import dev.meterlark.nodes.NodeHistory.Minute;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** Nodes over time: their sandboxes, what these take, and how many calls ran each second. */
final class NodeCharts {

    /** Seconds behind the point are not worth a digit. */
    private static final double ROUNDING = 100.0;

    private NodeCharts() {}

    /** How far back, and how long one step is. */
    enum Range {
        HOUR("1h", "Hour", Duration.ofHours(1), Duration.ofMinutes(1)),
        SIX_HOURS("6h", "6 hours", Duration.ofHours(6), Duration.ofMinutes(2)),
        DAY("24h", "Day", Duration.ofDays(1), Duration.ofMinutes(10));

        private final String word;
        private final String label;
        private final Duration length;
        private final Duration step;

        Range(String word, String label, Duration length, Duration step) {
            this.word = word;
            this.label = label;
            this.length = length;
            this.step = step;
        }

        /** An hour for a word that is none of them. */
        static Range of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.word.equals(word))
                    .findFirst()
                    .orElse(HOUR);
        }

        public String word() {
            return word;
        }

        public String label() {
            return label;
        }

        /** The beginning of the first step of a chart that ends now. */
        Instant from(Instant now) {
            long steps = now.getEpochSecond() / step.toSeconds();
            return Instant.ofEpochSecond((steps + 1) * step.toSeconds()).minus(length);
        }

        private int steps() {
            return Math.toIntExact(length.dividedBy(step));
        }
    }

    /**
     * @param minutes in order of time; of more nodes than a chart has lines for, those that were
     *     heard of most
     */
    static List<Chart> of(Range range, Instant from, List<Minute> minutes) {
        Map<UUID, List<Minute>> nodes = new LinkedHashMap<>();
        minutes.forEach(m -> nodes.computeIfAbsent(m.node(), _ -> new ArrayList<>()).add(m));
        List<List<Minute>> shown =
                nodes.values().stream()
                        .sorted(
                                Comparator.comparingInt((List<Minute> each) -> each.size())
                                        .reversed())
                        .limit(Chart.MOST_SERIES)
                        .toList();
        if (shown.isEmpty()) {
            return List.of();
        }
        List<Instant> times = new ArrayList<>();
        for (int n = 0; n < range.steps(); n++) {
            times.add(from.plus(range.step.multipliedBy(n)));
        }
        List<Series> sandboxes = new ArrayList<>();
        List<Series> memory = new ArrayList<>();
        List<Series> calls = new ArrayList<>();
        for (List<Minute> node : shown) {
            String name = node.getFirst().name();
            var steps = new Steps(range, from, node);
            sandboxes.add(new Series(name, steps.last(Minute::sandboxes)));
            memory.add(new Series(name, steps.last(Minute::sandboxBytes)));
            calls.add(new Series(name, steps.perSecond()));
        }
        return List.of(
                new Chart("sandboxes", "Sandboxes", Kind.LINES, Unit.COUNT, times, sandboxes),
                new Chart("sandbox-memory", "They may take", Kind.LINES, Unit.BYTES, times, memory),
                new Chart("calls", "Calls a second", Kind.LINES, Unit.COUNT, times, calls));
    }

    /** The minutes of one node, step by step. */
    private record Steps(Range range, Instant from, List<Minute> minutes) {

        List<@Nullable Double> last(ToLongFunction<Minute> of) {
            List<@Nullable Double> values = nothing();
            minutes.forEach(each -> values.set(step(each), (double) of.applyAsLong(each)));
            return values;
        }

        /** Of what came in since the minute before; none where the minute before is missing. */
        List<@Nullable Double> perSecond() {
            double[] calls = new double[range.steps()];
            double[] seconds = new double[range.steps()];
            for (int n = 1; n < minutes.size(); n++) {
                Minute now = minutes.get(n);
                Minute before = minutes.get(n - 1);
                calls[step(now)] += Math.max(0, now.calls() - before.calls());
                seconds[step(now)] += Duration.between(before.at(), now.at()).toSeconds();
            }
            List<@Nullable Double> values = nothing();
            for (int n = 0; n < calls.length; n++) {
                if (seconds[n] > 0) {
                    values.set(n, Math.round(calls[n] / seconds[n] * ROUNDING) / ROUNDING);
                }
            }
            return values;
        }

        private int step(Minute minute) {
            long steps = Duration.between(from, minute.at()).dividedBy(range.step);
            return Math.clamp(steps, 0, range.steps() - 1);
        }

        private List<@Nullable Double> nothing() {
            List<@Nullable Double> values = new ArrayList<>();
            for (int n = 0; n < range.steps(); n++) {
                values.add(null);
            }
            return values;
        }
    }
}

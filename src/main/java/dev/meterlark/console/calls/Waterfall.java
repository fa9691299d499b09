package dev.meterlark.console.calls;

import dev.meterlark.console.Show;
import dev.meterlark.shared.Money;
import dev.meterlark.telemetry.Call;
import dev.meterlark.telemetry.CallAttempts;
import dev.meterlark.telemetry.CallTree;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A call and those that it made, each where it was in time: from the first one's arrival to the end
 * of the last.
 *
 * @param price of all of them together
 * @param cut whether there were more than are shown
 */
record Waterfall(List<Row> rows, String whole, String price, boolean cut) {

    private static final int DEEPEST_SHOWN = 8;

    /**
     * One call of it.
     *
     * @param depth 0 for the first one, and never more than is drawn
     * @param after how long after the first one's arrival it began
     */
    record Row(
            String id,
            String function,
            int depth,
            Outcome outcome,
            String after,
            String took,
            String price,
            List<PhaseBar> bars) {}

    private record Placed(Call call, int depth) {}

    private record Span(Instant begin, long micros) {

        String percent(long part) {
            return String.format(Locale.ROOT, "%.3f", 100.0 * part / micros);
        }

        long until(Instant at) {
            return Math.max(0, Duration.between(begin, at).toNanos() / 1_000);
        }
    }

    /**
     * @param root the attempt that is shown of the tree's first call, with what it made alone
     * @param attempts all of that call's
     */
    static Waterfall of(Call root, CallAttempts attempts, CallTree tree) {
        List<Placed> placed = new ArrayList<>();
        placed.add(new Placed(root, 0));
        for (Call made : attempts.madeBy(root.attempt(), tree.madeBy(root.id()))) {
            place(made, 1, tree, placed);
        }
        long micros = 1;
        for (Placed each : placed) {
            Instant begin = root.startedAt();
            long offset = Duration.between(begin, each.call().startedAt()).toNanos() / 1_000;
            micros = Math.max(micros, offset + took(each.call()));
        }
        var span = new Span(root.startedAt(), micros);
        Money price =
                placed.stream()
                        .map(each -> each.call().price())
                        .filter(each -> each.currency().equals(root.price().currency()))
                        .reduce(Money::plus)
                        .orElse(root.price());
        return new Waterfall(
                placed.stream().map(each -> row(each, span)).toList(),
                Show.micros(micros),
                Show.price(price),
                tree.cut());
    }

    private static void place(Call call, int depth, CallTree tree, List<Placed> placed) {
        placed.add(new Placed(call, depth));
        for (Call made : tree.madeBy(call.id())) {
            place(made, depth + 1, tree, placed);
        }
    }

    private static Row row(Placed placed, Span span) {
        Call call = placed.call();
        Call.Failure error = call.error();
        long offset = span.until(call.startedAt());
        return new Row(
                call.id().toString(),
                call.functionName(),
                Math.min(placed.depth(), DEEPEST_SHOWN),
                Outcome.of(error == null ? null : error.code()),
                placed.depth() == 0 ? "" : "+" + Show.micros(offset),
                Show.micros(took(call)),
                Show.price(call.price()),
                bars(call.phases(), offset, span));
    }

    private static List<PhaseBar> bars(Call.Phases phases, long offset, Span span) {
        long[] micros = {
            phases.queuedMicros(), phases.startMicros(), phases.initMicros(), phases.runMicros()
        };
        List<PhaseBar> bars = new ArrayList<>();
        long before = offset;
        for (int i = 0; i < micros.length; i++) {
            if (micros[i] > 0) {
                bars.add(
                        new PhaseBar(
                                PhaseBar.NAMES.get(i),
                                PhaseBar.LABELS.get(i),
                                Show.micros(micros[i]),
                                span.percent(before),
                                span.percent(micros[i])));
            }
            before += micros[i];
        }
        return List.copyOf(bars);
    }

    private static long took(Call call) {
        Call.Phases phases = call.phases();
        return phases.queuedMicros()
                + phases.startMicros()
                + phases.initMicros()
                + phases.runMicros();
    }
}

package dev.meterlark.console.calls;

import dev.meterlark.console.Show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One stretch of a call's time, as a piece of a bar.
 *
 * @param from where the piece begins, in percent of the bar
 * @param width in percent of the bar
 */
public record PhaseBar(String name, String label, String time, String from, String width) {

    static final List<String> NAMES = List.of("queued", "start", "init", "run");
    static final List<String> LABELS = List.of("Queued", "Sandbox start", "Init", "Run");

    public static List<PhaseBar> of(
            long queuedMicros, long startMicros, long initMicros, long runMicros) {
        long[] micros = {queuedMicros, startMicros, initMicros, runMicros};
        long whole = Math.max(1, queuedMicros + startMicros + initMicros + runMicros);
        List<PhaseBar> bars = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < NAMES.size(); i++) {
            bars.add(
                    new PhaseBar(
                            NAMES.get(i),
                            LABELS.get(i),
                            Show.micros(micros[i]),
                            percent(before, whole),
                            percent(micros[i], whole)));
            before += micros[i];
        }
        return List.copyOf(bars);
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f", 100.0 * part / whole);
    }
}

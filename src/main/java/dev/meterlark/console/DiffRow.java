package dev.meterlark.console;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a comparison as a page shows it.
 *
 * @param kind {@code same}, {@code added}, {@code removed}, or {@code skipped} for lines that are
 *     the same and far from any other
 */
public record DiffRow(String kind, String before, String after, String sign, String text) {

    /** Lines shown around those that differ. */
    private static final int AROUND = 3;

    private static final int MOST_ROWS = 2_000;

    public static List<DiffRow> of(List<LineDifference.Line> lines) {
        boolean[] shown = new boolean[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).kind() != LineDifference.Kind.SAME) {
                int last = Math.min(lines.size() - 1, i + AROUND);
                for (int j = Math.max(0, i - AROUND); j <= last; j++) {
                    shown[j] = true;
                }
            }
        }
        List<DiffRow> rows = new ArrayList<>();
        for (int i = 0; i < lines.size() && rows.size() < MOST_ROWS; i++) {
            if (shown[i]) {
                rows.add(of(lines.get(i)));
            } else if (i == 0 || shown[i - 1]) {
                rows.add(skipped(shown, i));
            }
        }
        if (rows.size() == MOST_ROWS) {
            rows.add(new DiffRow("skipped", "", "", "", "The rest is too long to be shown."));
        }
        return rows;
    }

    private static DiffRow skipped(boolean[] shown, int from) {
        int to = from;
        while (to < shown.length && !shown[to]) {
            to++;
        }
        int count = to - from;
        String text = count == 1 ? "1 line is the same" : "%d lines are the same".formatted(count);
        return new DiffRow("skipped", "", "", "", text);
    }

    private static DiffRow of(LineDifference.Line line) {
        return switch (line.kind()) {
            case SAME -> new DiffRow("same", at(line.before()), at(line.after()), " ", line.text());
            case REMOVED -> new DiffRow("removed", at(line.before()), "", "−", line.text());
            case ADDED -> new DiffRow("added", "", at(line.after()), "+", line.text());
        };
    }

    private static String at(int number) {
        return String.valueOf(number);
    }
}

package dev.meterlark.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What makes one text of another, line by line, by the shortest way there is: Myers, An O(ND)
 * Difference Algorithm (1986). Texts that have little in common are told as one that goes and one
 * that comes, because the shortest way between them helps nobody and costs its square.
 */
public final class LineDifference {

    /** Lines that come and go. */
    private static final int MOST_CHANGES = 1_000;

    public enum Kind {
        SAME,
        REMOVED,
        ADDED
    }

    /**
     * @param before its number in the text before; 0 when it was not there
     * @param after its number in the text after; 0 when it is not there
     */
    public record Line(Kind kind, int before, int after, String text) {}

    private final List<String> before;
    private final List<String> after;

    private LineDifference(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    public static List<Line> of(String before, String after) {
        return new LineDifference(before.lines().toList(), after.lines().toList()).lines();
    }

    private List<Line> lines() {
        List<int[]> reached = new ArrayList<>();
        int most = Math.min(before.size() + after.size(), MOST_CHANGES);
        int[] furthest = new int[2 * most + 3];
        for (int changes = 0; changes <= most; changes++) {
            reached.add(furthest.clone());
            if (step(furthest, most + 1, changes)) {
                return back(reached, most + 1);
            }
        }
        return apart();
    }

    /** Whether the end is reached with so many changes. */
    private boolean step(int[] furthest, int middle, int changes) {
        for (int diagonal = -changes; diagonal <= changes; diagonal += 2) {
            int x =
                    isDown(furthest, middle, diagonal, changes)
                            ? furthest[middle + diagonal + 1]
                            : furthest[middle + diagonal - 1] + 1;
            while (x < before.size()
                    && x - diagonal < after.size()
                    && before.get(x).equals(after.get(x - diagonal))) {
                x++;
            }
            furthest[middle + diagonal] = x;
            if (x >= before.size() && x - diagonal >= after.size()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the best way to a diagonal adds a line, rather than removes one. */
    private static boolean isDown(int[] furthest, int middle, int diagonal, int changes) {
        return diagonal == -changes
                || diagonal != changes
                        && furthest[middle + diagonal - 1] < furthest[middle + diagonal + 1];
    }

    private List<Line> back(List<int[]> reached, int middle) {
        List<Line> lines = new ArrayList<>();
        int x = before.size();
        int y = after.size();
        for (int changes = reached.size() - 1; changes >= 0; changes--) {
            int[] furthest = reached.get(changes);
            int diagonal = x - y;
            boolean down = isDown(furthest, middle, diagonal, changes);
            int fromDiagonal = down ? diagonal + 1 : diagonal - 1;
            int fromX = changes == 0 ? 0 : furthest[middle + fromDiagonal];
            int fromY = changes == 0 ? 0 : fromX - fromDiagonal;
            while (x > fromX + (changes > 0 && !down ? 1 : 0)
                    && y > fromY + (changes > 0 && down ? 1 : 0)) {
                lines.add(new Line(Kind.SAME, x, y, before.get(x - 1)));
                x--;
                y--;
            }
            if (changes > 0) {
                lines.add(down ? added(y) : removed(x));
            }
            x = fromX;
            y = fromY;
        }
        Collections.reverse(lines);
        return lines;
    }

    private List<Line> apart() {
        List<Line> lines = new ArrayList<>();
        for (int x = 1; x <= before.size(); x++) {
            lines.add(removed(x));
        }
        for (int y = 1; y <= after.size(); y++) {
            lines.add(added(y));
        }
        return lines;
    }

    private Line removed(int x) {
        return new Line(Kind.REMOVED, x, 0, before.get(x - 1));
    }

    private Line added(int y) {
        return new Line(Kind.ADDED, 0, y, after.get(y - 1));
    }
}

package dev.meterlark.console.calls;

import java.util.ArrayList;
import java.util.List;

/**
 * Two texts line by line: what both have, in their order, and between it what one has alone. By the
 * longest common run of lines; where there are too many different ones to look for it, all of them
 * are different.
 */
record LineDiff(List<Line> lines, boolean same) {

    /** So many lines on both sides are compared each with each. */
    private static final int MOST_COMPARED = 1_000;

    enum Side {
        BOTH,
        LEFT,
        RIGHT
    }

    record Line(Side side, String text) {

        public String mark() {
            return switch (side) {
                case BOTH -> " ";
                case LEFT -> "−";
                case RIGHT -> "+";
            };
        }

        public String kind() {
            return switch (side) {
                case BOTH -> "both";
                case LEFT -> "left";
                case RIGHT -> "right";
            };
        }
    }

    static LineDiff of(String left, String right) {
        List<String> a = left.lines().toList();
        List<String> b = right.lines().toList();
        int begin = 0;
        while (begin < a.size() && begin < b.size() && a.get(begin).equals(b.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < a.size() - begin
                && end < b.size() - begin
                && a.get(a.size() - 1 - end).equals(b.get(b.size() - 1 - end))) {
            end++;
        }
        List<Line> lines = new ArrayList<>();
        a.subList(0, begin).forEach(each -> lines.add(new Line(Side.BOTH, each)));
        middle(a.subList(begin, a.size() - end), b.subList(begin, b.size() - end), lines);
        a.subList(a.size() - end, a.size()).forEach(each -> lines.add(new Line(Side.BOTH, each)));
        return new LineDiff(
                List.copyOf(lines), lines.stream().allMatch(each -> each.side() == Side.BOTH));
    }

    private static void middle(List<String> a, List<String> b, List<Line> lines) {
        if (a.size() > MOST_COMPARED || b.size() > MOST_COMPARED) {
            a.forEach(each -> lines.add(new Line(Side.LEFT, each)));
            b.forEach(each -> lines.add(new Line(Side.RIGHT, each)));
            return;
        }
        int[][] common = common(a, b);
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                lines.add(new Line(Side.BOTH, a.get(i)));
                i++;
                j++;
            } else if (j == b.size() || i < a.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line(Side.LEFT, a.get(i++)));
            } else {
                lines.add(new Line(Side.RIGHT, b.get(j++)));
            }
        }
    }

    /** How many lines the rests from i and from j have in common, in order. */
    private static int[][] common(List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] =
                        a.get(i).equals(b.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}

package dev.meterlark.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, each column as wide as its widest cell. */
final class Table {

    private static final int WIDEST = 60;

    private final List<Boolean> toTheRight = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** A heading that starts with {@code >} is of a column of numbers. */
    Table(String... headings) {
        List<String> names = new ArrayList<>();
        for (String heading : headings) {
            toTheRight.add(heading.startsWith(">"));
            names.add(heading.startsWith(">") ? heading.substring(1) : heading);
        }
        rows.add(names);
    }

    void row(String... cells) {
        List<String> shown = new ArrayList<>();
        for (String cell : cells) {
            String line = Shown.line(cell);
            shown.add(line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…");
        }
        rows.add(shown);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String space = " ".repeat(width(column) - cell.length());
                line.append(toTheRight.get(column) ? space + cell : cell + space).append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}

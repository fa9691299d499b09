package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Paper.Align;
import dev.meterlark.billing.document.Tags.Element;
import dev.meterlark.billing.document.Typesetter.Line;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table over the whole width, over as many pages as it has rows for: its heading stands on each,
 * and a row is never cut in two.
 */
final class Table {

    private static final float GAP = 8;
    private static final float PADDING = 3;
    private static final int MOST_LINES = 8;

    private final Paper paper;
    private final Element element;
    private final Element body;
    private final List<Column> columns;

    /**
     * @param width of its texts, in points; 0 for what the others leave
     */
    record Column(String title, float width, Align align) {}

    /** What stands in one cell: a text, and below it another in small print. */
    record Cell(String text, String note) {

        Cell(String text) {
            this(text, "");
        }
    }

    Table(Paper paper, Element parent, List<Column> columns) throws IOException {
        this.paper = paper;
        this.element = parent.add("Table");
        this.columns = fitted(columns);
        heading(element.add("THead").add("TR"));
        this.body = element.add("TBody");
    }

    private static List<Column> fitted(List<Column> columns) {
        float used = GAP * (columns.size() - 1);
        for (Column each : columns) {
            used += each.width;
        }
        float left = Paper.WIDTH - used;
        return columns.stream()
                .map(c -> c.width == 0 ? new Column(c.title, left, c.align) : c)
                .toList();
    }

    private void heading(Element row) throws IOException {
        paper.room(6 * Style.TEXT.leading());
        List<List<Line>> titles = titles();
        float x = Paper.LEFT;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Element cell = row.addHeading("Column");
            paper.set(cell, titles.get(i), Style.LABEL, x, column.width, column.align);
            x += column.width + GAP;
        }
        underline(titles);
    }

    private void headingAgain() throws IOException {
        List<List<Line>> titles = titles();
        float x = Paper.LEFT;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            paper.repeat(titles.get(i), Style.LABEL, x, column.width, column.align);
            x += column.width + GAP;
        }
        underline(titles);
    }

    private List<List<Line>> titles() throws IOException {
        List<List<Line>> titles = new ArrayList<>();
        for (Column each : columns) {
            titles.add(paper.lines(each.title, Style.LABEL, each.width, 2));
        }
        return titles;
    }

    private void underline(List<List<Line>> titles) {
        int most = titles.stream().mapToInt(List::size).max().orElse(1);
        paper.skip(most * Style.LABEL.leading() + PADDING);
        paper.rule(Paper.LEFT, Paper.RIGHT, 0.8f, 0.1f);
        paper.skip(PADDING);
    }

    /** The first cell that has a text is the heading of its row. */
    void row(List<Cell> cells, Style style) throws IOException {
        List<List<Line>> texts = new ArrayList<>();
        List<List<Line>> notes = new ArrayList<>();
        float height = 0;
        for (int i = 0; i < columns.size(); i++) {
            float width = columns.get(i).width;
            List<Line> text = paper.lines(cells.get(i).text, style, width, MOST_LINES);
            List<Line> note = paper.lines(cells.get(i).note, Style.SMALL, width, MOST_LINES);
            texts.add(text);
            notes.add(note);
            height = Math.max(height, height(text, style) + height(note, Style.SMALL));
        }
        if (paper.room(height + 2 * PADDING)) {
            headingAgain();
        }
        set(texts, notes, style);
        paper.skip(height + PADDING);
        paper.rule(Paper.LEFT, Paper.RIGHT, 0.3f, 0.8f);
        paper.skip(PADDING);
    }

    private void set(List<List<Line>> texts, List<List<Line>> notes, Style style)
            throws IOException {
        Element row = body.add("TR");
        float top = paper.y();
        float x = Paper.LEFT;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Element cell = row.add("TD");
            paper.set(cell, texts.get(i), style, x, column.width, column.align);
            paper.skip(height(texts.get(i), style));
            paper.set(cell, notes.get(i), Style.SMALL, x, column.width, column.align);
            paper.moveTo(top);
            x += column.width + GAP;
        }
    }

    /** A row of one text, for those that follow. */
    void band(String text) throws IOException {
        List<Line> lines = paper.lines(text, Style.STRONG, Paper.WIDTH, 2);
        float height = height(lines, Style.STRONG);
        if (paper.room(height + 5 * Style.TEXT.leading())) {
            headingAgain();
        }
        paper.moveTo(paper.y() - PADDING);
        paper.shade(height + 2 * PADDING, 0.95f);
        paper.skip(PADDING);
        Element cell = body.add("TR").addCell(columns.size());
        paper.set(cell, lines, Style.STRONG, Paper.LEFT, Paper.WIDTH, Align.LEFT);
        paper.skip(height + 2 * PADDING);
    }

    private static float height(List<Line> lines, Style style) {
        return lines.size() * style.leading();
    }
}

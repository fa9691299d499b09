package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Tags.Element;
import dev.meterlark.billing.document.Typesetter.Line;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages of one document, filled from the top: whoever sets something asks for room first, and
 * is on the next page then when this one has none.
 */
final class Paper {

    static final float LEFT = 62;
    static final float RIGHT = Canvas.WIDTH - 48;
    static final float WIDTH = RIGHT - LEFT;

    private static final float TOP = 46;
    private static final float BOTTOM = Canvas.HEIGHT - 84;

    /** Where a text stands in its width. */
    enum Align {
        LEFT,
        RIGHT
    }

    private final Tags tags;
    private final Typesetter typesetter;
    private final String runningHead;
    private final List<Canvas> pages = new ArrayList<>();
    private Canvas canvas;
    private float y;

    Paper(Tags tags, Typesetter typesetter, String runningHead) {
        this.tags = tags;
        this.typesetter = typesetter;
        this.runningHead = runningHead;
        this.canvas = new Canvas();
        this.pages.add(canvas);
        this.y = TOP;
    }

    List<Canvas> pages() {
        return pages;
    }

    Canvas canvas() {
        return canvas;
    }

    float y() {
        return y;
    }

    void moveTo(float place) {
        y = place;
    }

    void skip(float height) {
        y += height;
    }

    /**
     * @return whether it begins a page
     */
    boolean room(float height) throws IOException {
        if (y + height <= BOTTOM) {
            return false;
        }
        canvas = new Canvas();
        pages.add(canvas);
        canvas.beginArtifact("Header");
        Line head = typesetter.lines(runningHead, Style.SMALL, WIDTH, 1).getFirst();
        canvas.text(head, Style.SMALL, LEFT, TOP + Style.SMALL.ascent());
        canvas.end();
        y = TOP + 2.4f * Style.SMALL.leading();
        return true;
    }

    List<Line> lines(String text, Style style, float width, int most) throws IOException {
        return typesetter.lines(text, style, width, most);
    }

    /** A paragraph or a heading over the whole width, on one page. */
    void paragraph(Element parent, String type, String text, Style style) throws IOException {
        List<Line> lines = typesetter.lines(text, style, WIDTH, 12);
        float height = lines.size() * style.leading();
        room(height);
        set(parent.add(type), lines, style, LEFT, WIDTH, Align.LEFT);
        y += height;
    }

    /** Sets lines at the present height, which stays what it is. */
    void set(Element element, List<Line> lines, Style style, float x, float width, Align align)
            throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        canvas.begin(element.type(), tags.mark(element, canvas.page()));
        draw(lines, style, x, width, align);
        canvas.end();
    }

    /** Like it, as an artifact: what was said already. */
    void repeat(List<Line> lines, Style style, float x, float width, Align align)
            throws IOException {
        canvas.beginArtifact();
        draw(lines, style, x, width, align);
        canvas.end();
    }

    private void draw(List<Line> lines, Style style, float x, float width, Align align)
            throws IOException {
        float at = y + style.ascent();
        for (Line line : lines) {
            float left =
                    switch (align) {
                        case LEFT -> x;
                        case RIGHT -> x + width - line.width();
                    };
            canvas.text(line, style, left, at);
            at += style.leading();
        }
    }

    /** Not a part of the text. */
    void rule(float left, float right, float thickness, float shade) {
        canvas.beginArtifact();
        canvas.rule(left, right, y, thickness, shade);
        canvas.end();
    }

    void shade(float height, float shade) {
        canvas.beginArtifact();
        canvas.fill(LEFT - 4, y, WIDTH + 8, height, shade);
        canvas.end();
    }
}

package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Paper.Align;
import dev.meterlark.billing.document.Tags.Element;
import dev.meterlark.billing.document.Typesetter.Line;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** Values with their names, one below the other. */
final class Facts {

    private static final float NAME = 80;

    private final Paper paper;
    private final Language language;
    private final Element table;
    private final float left;
    private final float width;

    Facts(Paper paper, Language language, Element parent, float left) {
        this.paper = paper;
        this.language = language;
        this.table = parent.add("Table");
        this.left = left;
        this.width = Paper.RIGHT - left - NAME;
    }

    /** Nothing where there is no value. */
    void add(Word name, @Nullable String value) throws IOException {
        if (value == null || value.isBlank()) {
            return;
        }
        Element row = table.add("TR");
        List<Line> names = paper.lines(name.in(language), Style.SOFT, NAME, 1);
        List<Line> values = paper.lines(value, Style.TEXT, width, 2);
        paper.set(row.addHeading("Row"), names, Style.SOFT, left, NAME, Align.LEFT);
        paper.set(row.add("TD"), values, Style.TEXT, left + NAME, width, Align.LEFT);
        paper.skip(values.size() * Style.TEXT.leading() + 1);
    }
}

package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Paper.Align;
import dev.meterlark.billing.document.Table.Cell;
import dev.meterlark.billing.document.Table.Column;
import dev.meterlark.billing.document.Tags.Element;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.IssuedLine;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** What each function, bucket, table and queue has in each line, to a bound. */
final class Detail {

    private final Paper paper;
    private final IssuedInvoice invoice;
    private final Language language;
    private final int most;

    Detail(Paper paper, IssuedInvoice invoice, int most) {
        this.paper = paper;
        this.invoice = invoice;
        this.language = Language.of(invoice.language());
        this.most = most;
    }

    void set(Element document) throws IOException {
        List<IssuedLine> lines =
                invoice.lines().stream().filter(each -> !each.shares().isEmpty()).toList();
        if (lines.isEmpty()) {
            return;
        }
        paper.room(12 * Style.TEXT.leading());
        paper.skip(14);
        paper.paragraph(document, "H2", Word.DETAIL.in(language), Style.HEADING);
        paper.paragraph(document, "P", Word.DETAIL_TEXT.in(language), Style.SMALL);
        paper.skip(6);
        int left = rows(document, lines);
        if (left > 0) {
            String count = language.number(BigDecimal.valueOf(left));
            paper.paragraph(document, "P", Word.MORE.in(language, count), Style.TEXT);
        }
    }

    /**
     * @return how many there were beyond the bound
     */
    private int rows(Element document, List<IssuedLine> lines) throws IOException {
        Table table = new Table(paper, document, columns());
        int shown = 0;
        int all = 0;
        for (IssuedLine line : lines) {
            all += line.shares().size();
            if (shown < most) {
                table.band(band(line));
            }
            for (IssuedLine.Share share : line.shares()) {
                if (shown < most) {
                    table.row(cells(line, share), Style.TEXT);
                    shown++;
                }
            }
        }
        return all - shown;
    }

    private List<Column> columns() {
        String currency = invoice.currency().getCurrencyCode();
        return List.of(
                new Column(Word.USED_BY.in(language), 0, Align.LEFT),
                new Column(Word.KIND.in(language), 60, Align.LEFT),
                new Column(Word.QUANTITY.in(language), 130, Align.RIGHT),
                new Column(Word.UNROUNDED.in(language, currency), 110, Align.RIGHT));
    }

    private String band(IssuedLine line) {
        LineText text = new LineText(line, language);
        return Word.IN_UNITS.in(language, line.position(), text.description(), text.unit());
    }

    private List<Cell> cells(IssuedLine line, IssuedLine.Share share) {
        return List.of(
                new Cell(share.name()),
                new Cell(new LineText(line, language).thing(share)),
                new Cell(language.quantity(share.quantity())),
                new Cell(language.quantity(share.precise())));
    }
}

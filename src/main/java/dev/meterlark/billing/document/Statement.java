package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Paper.Align;
import dev.meterlark.billing.document.Table.Cell;
import dev.meterlark.billing.document.Table.Column;
import dev.meterlark.billing.document.Tags.Element;
import dev.meterlark.billing.document.Typesetter.Line;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.IssuedLine;
import dev.meterlark.billing.invoice.TaxLine;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** The lines of an invoice, and what they come to. */
final class Statement {

    private static final float SUM_LEFT = Paper.RIGHT - 236;
    private static final float SUM_WIDTH = 236;

    private final Paper paper;
    private final IssuedInvoice invoice;
    private final Language language;

    Statement(Paper paper, IssuedInvoice invoice) {
        this.paper = paper;
        this.invoice = invoice;
        this.language = Language.of(invoice.language());
    }

    void set(Element document) throws IOException {
        if (invoice.lines().isEmpty()) {
            paper.paragraph(document, "P", Word.NOTHING.in(language), Style.TEXT);
        } else {
            lines(document);
        }
        paper.skip(8);
        sums(document);
    }

    private void lines(Element document) throws IOException {
        Table table =
                new Table(
                        paper,
                        document,
                        List.of(
                                new Column(Word.POSITION.in(language), 22, Align.LEFT),
                                new Column(Word.DESCRIPTION.in(language), 0, Align.LEFT),
                                new Column(Word.QUANTITY.in(language), 92, Align.RIGHT),
                                new Column(Word.PRICE.in(language), 108, Align.RIGHT),
                                new Column(Word.VAT.in(language), 34, Align.RIGHT),
                                new Column(amountTitle(), 66, Align.RIGHT)));
        for (IssuedLine line : invoice.lines()) {
            table.row(
                    List.of(
                            new Cell(Integer.toString(line.position())),
                            new Cell(new LineText(line, language).description(), period(line)),
                            new Cell(
                                    language.quantity(line.quantity()),
                                    new LineText(line, language).unit()),
                            new Cell(language.price(line.unitPrice())),
                            new Cell(rate(line)),
                            new Cell(language.amount(line.amount()))),
                    Style.TEXT);
        }
    }

    private String amountTitle() {
        return Word.AMOUNT.in(language, invoice.currency().getCurrencyCode());
    }

    /** Where it is not the whole period of the invoice. */
    private String period(IssuedLine line) {
        boolean whole =
                line.from().equals(invoice.period().month().atDay(1))
                        && line.to().equals(invoice.period().month().atEndOfMonth());
        return whole ? "" : language.date(line.from()) + " – " + language.date(line.to());
    }

    private String rate(IssuedLine line) {
        return invoice.taxes().stream()
                .filter(tax -> tax.category().equals(line.taxCategory()))
                .findFirst()
                .map(tax -> tax.category().equals("S") ? percent(tax.rate()) + "\u00A0%" : "–")
                .orElse("");
    }

    private void sums(Element document) throws IOException {
        paper.room((invoice.taxes().size() + 5) * (Style.TEXT.leading() + 4));
        Element table = document.add("Table");
        sum(table, Word.NET.in(language), language.amount(invoice.net()), Style.TEXT);
        for (TaxLine tax : invoice.taxes()) {
            sum(table, label(tax), language.amount(tax.tax()), Style.TEXT);
        }
        sum(table, Word.TOTAL.in(language), language.money(invoice.gross()), Style.STRONG);
        if (invoice.credited().amount().signum() != 0) {
            String credited = language.number(invoice.credited().rounded().amount().negate());
            sum(table, Word.CREDITED.in(language), credited, Style.TEXT);
        }
        paper.rule(SUM_LEFT, Paper.RIGHT, 0.8f, 0.1f);
        paper.skip(3);
        Word last =
                switch (invoice.kind()) {
                    case INVOICE -> Word.PAYABLE;
                    case CREDIT_NOTE -> Word.GIVEN_BACK;
                };
        sum(table, last.in(language), language.money(invoice.payable()), Style.HEADING);
        paper.skip(8);
        for (TaxLine tax : invoice.taxes()) {
            reason(document, tax);
        }
    }

    private String label(TaxLine tax) {
        String base = language.amount(tax.base());
        return tax.category().equals("S")
                ? Word.VAT_ON.in(language, percent(tax.rate()), base)
                : Word.NO_VAT_ON.in(language, base);
    }

    private String percent(BigDecimal rate) {
        BigDecimal bare = rate.stripTrailingZeros();
        return language.number(bare.scale() < 0 ? bare.setScale(0) : bare);
    }

    private void sum(Element table, String label, String amount, Style style) throws IOException {
        Element row = table.add("TR");
        List<Line> labels = paper.lines(label, style, SUM_WIDTH - 90, 2);
        paper.set(row.addHeading("Row"), labels, style, SUM_LEFT, SUM_WIDTH - 90, Align.LEFT);
        List<Line> amounts = paper.lines(amount, style, SUM_WIDTH, 1);
        paper.set(row.add("TD"), amounts, style, SUM_LEFT, SUM_WIDTH, Align.RIGHT);
        paper.skip(labels.size() * style.leading() + 3);
    }

    private void reason(Element document, TaxLine tax) throws IOException {
        String reason = reason(tax);
        if (!reason.isBlank()) {
            paper.paragraph(document, "P", reason, Style.TEXT);
        }
    }

    /** In the words of the law; the operator's own where it exempts. */
    private String reason(TaxLine tax) {
        boolean registered = invoice.seller().vatId() != null;
        return switch (tax.category()) {
            case "AE" -> Word.REVERSE_CHARGE.in(language);
            case "O" -> (registered ? Word.OUTSIDE : Word.NOT_REGISTERED).in(language);
            default -> tax.reason() == null ? "" : tax.reason();
        };
    }
}

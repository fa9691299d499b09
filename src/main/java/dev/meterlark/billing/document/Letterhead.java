package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Paper.Align;
import dev.meterlark.billing.document.Tags.Element;
import dev.meterlark.billing.document.Typesetter.Line;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.Party;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The upper half of the first page: who sells, who buys, and what the document is. The buyer's
 * address stands where a window of an envelope shows it.
 */
final class Letterhead {

    private static final float FACTS = 352;
    private static final float SENDER = 122;
    private static final float BUYER = 138;
    private static final float TITLE = 276;

    private final Paper paper;
    private final IssuedInvoice invoice;
    private final Language language;

    Letterhead(Paper paper, IssuedInvoice invoice) {
        this.paper = paper;
        this.invoice = invoice;
        this.language = Language.of(invoice.language());
    }

    void set(Element document) throws IOException {
        seller(document);
        buyer(document);
        float below = paper.y();
        facts(document);
        paper.moveTo(Math.max(TITLE, Math.max(below, paper.y()) + 24));
        paper.paragraph(document, "H1", InvoicePdf.title(invoice), Style.TITLE);
        paper.skip(4);
        paper.paragraph(document, "P", introduction(), Style.TEXT);
        paper.skip(12);
    }

    private String introduction() {
        String period =
                Word.PERIOD_OF.in(
                        language,
                        language.date(invoice.period().month().atDay(1)),
                        language.date(invoice.period().month().atEndOfMonth()));
        return invoice.corrects() == null
                ? period
                : Word.CORRECTS.in(language, invoice.corrects()) + " " + period;
    }

    private void seller(Element document) throws IOException {
        Party seller = invoice.seller();
        List<Line> name = paper.lines(seller.name(), Style.NAME, FACTS - Paper.LEFT - 20, 2);
        paper.set(document.add("P"), name, Style.NAME, Paper.LEFT, Paper.WIDTH, Align.LEFT);
        List<Line> address = new ArrayList<>();
        for (String each : sellerLines(seller)) {
            address.addAll(paper.lines(each, Style.SMALL, Paper.RIGHT - FACTS, 2));
        }
        paper.set(
                document.add("P"),
                address.subList(0, Math.min(address.size(), 8)),
                Style.SMALL,
                FACTS,
                Paper.RIGHT - FACTS,
                Align.LEFT);
    }

    private List<String> sellerLines(Party seller) {
        List<String> lines = address(seller);
        lines.add(language.country(seller.country()));
        lines.removeIf(String::isBlank);
        add(lines, seller.email());
        add(lines, seller.phone());
        if (seller.vatId() != null) {
            lines.add(Word.VAT_ID.in(language) + " " + seller.vatId());
        }
        add(lines, seller.register());
        return lines;
    }

    private void buyer(Element document) throws IOException {
        Party seller = invoice.seller();
        List<String> sender = new ArrayList<>(List.of(seller.name()));
        sender.addAll(address(seller));
        float width = FACTS - Paper.LEFT - 30;
        paper.moveTo(SENDER);
        paper.repeat(
                paper.lines(String.join(" · ", sender), Style.SMALL, width, 1),
                Style.SMALL,
                Paper.LEFT,
                width,
                Align.LEFT);
        paper.moveTo(BUYER);
        List<Line> lines =
                new ArrayList<>(paper.lines(invoice.buyer().name(), Style.STRONG, width, 3));
        float height = lines.size() * Style.STRONG.leading();
        Element block = document.add("P");
        paper.set(block, lines, Style.STRONG, Paper.LEFT, width, Align.LEFT);
        paper.skip(height);
        List<Line> address = new ArrayList<>();
        for (String each : buyerAddress()) {
            address.addAll(paper.lines(each, Style.TEXT, width, 2));
        }
        List<Line> bounded = address.subList(0, Math.min(address.size(), 6));
        paper.set(block, bounded, Style.TEXT, Paper.LEFT, width, Align.LEFT);
        paper.skip(bounded.size() * Style.TEXT.leading());
    }

    /** As the post wants it: the country is named abroad only, and in capitals. */
    private List<String> buyerAddress() {
        Party buyer = invoice.buyer();
        List<String> lines = address(buyer);
        if (!buyer.country().equals(invoice.seller().country())) {
            lines.add(language.country(buyer.country()).toUpperCase(Locale.ROOT));
        }
        lines.removeIf(String::isBlank);
        return lines;
    }

    /** Without the country. */
    static List<String> address(Party party) {
        List<String> lines = new ArrayList<>(party.lines());
        lines.add((party.postalCode() + " " + party.city()).strip());
        lines.removeIf(String::isBlank);
        return lines;
    }

    private void facts(Element document) throws IOException {
        paper.moveTo(BUYER);
        Facts facts = new Facts(paper, language, document, FACTS);
        facts.add(Word.NUMBER, invoice.number().value());
        facts.add(Word.CORRECTED, invoice.corrects());
        facts.add(Word.DATE, language.date(invoice.issued()));
        if (invoice.kind() == IssuedInvoice.Kind.INVOICE) {
            facts.add(Word.DUE, language.date(invoice.due()));
        }
        facts.add(Word.ACCOUNT, invoice.accountNumber());
        facts.add(Word.YOUR_ORDER, invoice.buyer().purchaseOrder());
        facts.add(Word.YOUR_VAT_ID, invoice.buyer().vatId());
    }

    private static void add(List<String> lines, @Nullable String line) {
        if (line != null && !line.isBlank()) {
            lines.add(line);
        }
    }
}

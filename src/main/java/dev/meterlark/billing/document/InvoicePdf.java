package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Typesetter.Line;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.Party;
import dev.meterlark.billing.invoice.Terms;

import org.apache.pdfbox.pdmodel.PDDocument;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An invoice or a credit note as PDF: drawn directly, so that nothing in its texts is ever read as
 * anything but text. The same invoice gives the same bytes.
 */
final class InvoicePdf {

    private static final float FOOT = Canvas.HEIGHT - 58;

    private final IssuedInvoice invoice;
    private final Language language;
    private final int mostDetails;

    InvoicePdf(IssuedInvoice invoice, int mostDetails) {
        this.invoice = invoice;
        this.language = Language.of(invoice.language());
        this.mostDetails = mostDetails;
    }

    static String title(IssuedInvoice invoice) {
        Word kind =
                switch (invoice.kind()) {
                    case INVOICE -> Word.INVOICE;
                    case CREDIT_NOTE -> Word.CREDIT_NOTE;
                };
        return kind.in(Language.of(invoice.language())) + " " + invoice.number().value();
    }

    byte[] bytes() throws IOException {
        try (PDDocument file = new PDDocument()) {
            file.setDocumentId((long) invoice.number().value().hashCode());
            Faces faces = new Faces(file);
            Typesetter typesetter = new Typesetter(faces);
            Tags tags = new Tags(file, language.tag());
            Paper paper = new Paper(tags, typesetter, runningHead());
            new Letterhead(paper, invoice).set(tags.document());
            new Statement(paper, invoice).set(tags.document());
            new Closing(paper, invoice).set(tags.document());
            new Detail(paper, invoice, mostDetails).set(tags.document());
            tags.close();
            foot(paper.pages(), typesetter);
            for (Canvas each : paper.pages()) {
                each.addTo(file);
            }
            new ArchiveMarks(file, invoice).put();
            faces.subset();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            file.save(bytes);
            return bytes.toByteArray();
        }
    }

    private String runningHead() {
        return "%s · %s · %s"
                .formatted(
                        title(invoice),
                        language.date(invoice.issued()),
                        CleanText.of(invoice.seller().name(), 60));
    }

    private void foot(List<Canvas> pages, Typesetter typesetter) throws IOException {
        List<Line> seller = typesetter.joined(seller(), Style.SMALL, Paper.WIDTH - 90, 3);
        for (int i = 0; i < pages.size(); i++) {
            Canvas canvas = pages.get(i);
            String count = String.format(Locale.ROOT, Word.PAGE.in(language), i + 1, pages.size());
            Line page = typesetter.line(count, Style.SMALL);
            canvas.beginArtifact("Footer");
            canvas.rule(Paper.LEFT, Paper.RIGHT, FOOT, 0.3f, 0.7f);
            float at = FOOT + 4 + Style.SMALL.ascent();
            canvas.text(page, Style.SMALL, Paper.RIGHT - page.width(), at);
            for (Line each : seller) {
                canvas.text(each, Style.SMALL, Paper.LEFT, at);
                at += Style.SMALL.leading();
            }
            canvas.end();
        }
    }

    /** What the law wants on each business letter. */
    private List<String> seller() {
        Party seller = invoice.seller();
        Terms terms = invoice.terms();
        List<String> parts = new ArrayList<>(List.of(CleanText.of(seller.name(), 120)));
        parts.addAll(Letterhead.address(seller));
        if (seller.register() != null) {
            parts.add(seller.register());
        }
        if (seller.vatId() != null) {
            parts.add(Word.VAT_ID.in(language) + " " + seller.vatId());
        }
        if (terms.iban() != null) {
            parts.add("IBAN " + Closing.inFours(terms.iban()));
        }
        return parts;
    }
}

package dev.meterlark.billing.document;

import dev.meterlark.billing.document.Tags.Element;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.Terms;

import java.io.IOException;

/** How and until when it is paid. */
final class Closing {

    private final Paper paper;
    private final IssuedInvoice invoice;
    private final Language language;

    Closing(Paper paper, IssuedInvoice invoice) {
        this.paper = paper;
        this.invoice = invoice;
        this.language = Language.of(invoice.language());
    }

    void set(Element document) throws IOException {
        paper.room(12 * Style.TEXT.leading());
        paper.skip(10);
        paper.paragraph(document, "H2", Word.PAYMENT.in(language), Style.HEADING);
        paper.skip(2);
        switch (invoice.kind()) {
            case CREDIT_NOTE ->
                    paper.paragraph(document, "P", Word.NO_PAYMENT.in(language), Style.TEXT);
            case INVOICE -> invoice(document);
        }
    }

    private void invoice(Element document) throws IOException {
        if (invoice.payable().amount().signum() <= 0) {
            paper.paragraph(document, "P", Word.NOTHING_TO_PAY.in(language), Style.TEXT);
            return;
        }
        paper.paragraph(
                document,
                "P",
                Word.PLEASE_PAY.in(
                        language, language.money(invoice.payable()), language.date(invoice.due())),
                Style.TEXT);
        Terms terms = invoice.terms();
        if (terms.iban() != null) {
            paper.skip(6);
            bank(document, terms, terms.iban());
        }
    }

    private void bank(Element document, Terms terms, String iban) throws IOException {
        Facts facts = new Facts(paper, language, document, Paper.LEFT);
        facts.add(Word.ACCOUNT_OF, invoice.seller().name());
        facts.add(Word.IBAN, inFours(iban));
        facts.add(Word.BIC, terms.bic());
        facts.add(Word.BANK, terms.bank());
        facts.add(Word.REFERENCE, invoice.number().value());
    }

    static String inFours(String iban) {
        return iban.replace(" ", "").replaceAll("(.{4})(?!$)", "$1\u00A0");
    }
}

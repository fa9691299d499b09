package dev.meterlark.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.billing.invoice.IssuedInvoice;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

class InvoicePdfTests {

    @Test
    void itSaysWhatTheLawWants() throws IOException {
        String text = text(SampleInvoices.plain());

        assertThat(text)
                .contains("Invoice MK-000042")
                .contains("Lerchenwerk Cloud GmbH")
                .contains("Adlershof Analytik GmbH")
                .contains("VAT ID DE123456789")
                .contains("DE987654321")
                .contains("2 December 2026")
                .contains("16 December 2026")
                .contains("from 1 November 2026 to 30 November 2026")
                .contains("123,456,789")
                .contains("VAT 19 % on 125.00")
                .contains("23.75")
                .contains("EUR 148.75")
                .contains("IBAN DE89 3704 0044 0532 0130 00")
                .contains("thumbnails")
                .contains("Page 1 of 2");
    }

    @Test
    void itSpeaksTheLanguageOfTheInvoice() throws IOException {
        String text = text(SampleInvoices.of("german"));

        assertThat(text)
                .contains("Rechnung MK-000042")
                .contains("16. Dezember 2026")
                .contains("123.456.789")
                .contains("0,20 je 1.000.000, nach 1.000.000 im Monat")
                .contains("148,75 EUR")
                .contains("Seite 1 von 2")
                .doesNotContain("Invoice")
                .doesNotContain("after");
    }

    @Test
    void itSaysWhyThereIsNoTaxInItsLanguage() throws IOException {
        assertThat(text(SampleInvoices.of("reverse-charge"))).contains("Reverse charge");
        assertThat(text(SampleInvoices.of("exempt"))).contains("Exempt: international body");
        assertThat(text(SampleInvoices.of("out-of-scope"))).contains("Outside the scope of VAT");
    }

    @Test
    void pricesInStepsAreToldInTheLanguageToo() {
        String price = "up to 1000.5 0.20 per 1000, beyond 0.1, for all";

        assertThat(Language.ENGLISH.price(price))
                .isEqualTo("up to 1,000.5 0.20 per 1,000, beyond 0.1, for all");
        assertThat(Language.GERMAN.price(price))
                .isEqualTo("bis 1.000,5 0,20 je 1.000, darüber 0,1, für alle");
    }

    @Test
    void aCreditNoteSaysWhatItCorrects() throws IOException {
        assertThat(text(SampleInvoices.of("credit-note")))
                .contains("Rechnungskorrektur MK-000042")
                .contains("berichtigt die Rechnung MK-000041")
                .contains("Erstattungsbetrag")
                .doesNotContain("Fällig");
    }

    @Test
    void theSameInvoiceIsTheSameBytes() throws IOException {
        byte[] one = pdf(SampleInvoices.of("east"));
        byte[] other = pdf(SampleInvoices.of("east"));

        assertThat(one).isEqualTo(other);
        assertThat(pdf(SampleInvoices.at("MK-000043"))).isNotEqualTo(one);
    }

    @Test
    void everyTypefaceIsInItAsFarAsItIsUsed() throws IOException {
        byte[] bytes = pdf(SampleInvoices.of("east"));
        try (PDDocument file = Loader.loadPDF(bytes)) {
            for (PDPage page : file.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                    assertThat(font.getName()).matches("[A-Z]{6}\\+.*");
                }
            }
        }
        assertThat(bytes.length).isLessThan(150_000);
    }

    @Test
    void markupAndControlsAreTextOrGone() throws IOException {
        byte[] bytes = pdf(SampleInvoices.of("hostile"));

        assertThat(text(bytes))
                .contains("<img src=\"http://attacker.example/x.png\">")
                .contains("///etc/passwd")
                .doesNotContain("\u0000")
                .doesNotContain("\u202E");
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotContain("/URI")
                .doesNotContain("/JavaScript")
                .doesNotContain("/Launch");
    }

    @Test
    void aNameOfTenThousandCharactersTakesThreeLines() throws IOException {
        try (PDDocument file = Loader.loadPDF(pdf(SampleInvoices.of("long")))) {
            assertThat(file.getNumberOfPages()).isLessThanOrEqualTo(3);
        }
        assertThat(text(SampleInvoices.of("long")))
                .contains("Grüße & Söhne Überseehandelsgesellschaft")
                .contains("…")
                .contains("EUR 148.75");
    }

    @Test
    void whatRunsToTheLeftIsReadBackInItsOrder() throws IOException {
        assertThat(text(SampleInvoices.of("hebrew"))).contains("חברת הענן בע\"מ");
    }

    @Test
    void partsBeyondTheBoundAreCounted() throws IOException {
        IssuedInvoice huge = SampleInvoices.huge(300);
        byte[] bytes = new InvoicePdf(huge, 500).bytes();

        assertThat(text(bytes)).contains("400 further parts are not shown here");
    }

    @Test
    void eachPageHasTheHeadingOfItsTableAndItsNumber() throws IOException {
        byte[] bytes = pdf(SampleInvoices.huge(200));
        try (PDDocument file = Loader.loadPDF(bytes)) {
            int pages = file.getNumberOfPages();
            assertThat(pages).isGreaterThan(5);
            for (int page = 2; page <= pages; page++) {
                PDFTextStripper stripper = new PDFTextStripper();
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                assertThat(stripper.getText(file))
                        .contains("Page %d of %d".formatted(page, pages))
                        .contains("Used by")
                        .contains("Invoice MK-000042 · 2 December 2026");
            }
        }
    }

    @Test
    void whatCannotBeAnEInvoiceHasNoneInside() throws IOException {
        assertThat(attachments(SampleInvoices.plain())).isTrue();
        assertThat(attachments(SampleInvoices.of("dinar"))).isFalse();
        assertThat(Obstacles.to(SampleInvoices.of("dinar"))).contains("2 digits", "KWD");
        assertThat(attachments(SampleInvoices.of("stranger"))).isFalse();
        assertThat(Obstacles.to(SampleInvoices.of("stranger"))).contains("buyer's country");
    }

    private static boolean attachments(IssuedInvoice invoice) throws IOException {
        try (PDDocument file = Loader.loadPDF(pdf(invoice))) {
            return file.getDocumentCatalog().getCOSObject().containsKey(COSName.getPDFName("AF"));
        }
    }

    private static byte[] pdf(IssuedInvoice invoice) throws IOException {
        return new InvoicePdf(invoice, 2_000).bytes();
    }

    private static String text(IssuedInvoice invoice) throws IOException {
        return text(pdf(invoice));
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument file = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(file);
            return text.replace('\u00A0', ' ').replaceAll("\\s+", " ");
        }
    }
}

package dev.meterlark.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.billing.invoice.IssuedInvoice;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mustangproject.validator.ZUGFeRDValidator;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What others' validators say of the documents of every sample. */
@Tag("slow")
class InvoiceValidationTests {

    private static final Map<String, IssuedInvoice> SAMPLES = SampleInvoices.all();

    @TempDir static Path folder;

    @Test
    void everyPdfIsPdfA3AndAccessible() throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        List<String> wrong = new ArrayList<>();

        for (var sample : SAMPLES.entrySet()) {
            byte[] pdf = new InvoicePdf(sample.getValue(), 200).bytes();
            for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1)) {
                violations(pdf, flavour)
                        .forEach(each -> wrong.add(sample.getKey() + " " + flavour + ": " + each));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void everyXmlIsXRechnungOrEn16931() throws Exception {
        List<String> wrong = new ArrayList<>();

        for (var sample : SAMPLES.entrySet()) {
            if (Obstacles.to(sample.getValue()) == null) {
                Path file = folder.resolve(sample.getKey() + ".xml");
                Files.write(file, InvoiceXml.alone(sample.getValue()));
                validate(file, wrong);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void theXmlInsideOfThePdfIsFacturX() throws Exception {
        List<String> wrong = new ArrayList<>();

        for (String name : List.of("plain", "credit-note", "out-of-scope")) {
            Path file = folder.resolve(name + ".pdf");
            Files.write(file, new InvoicePdf(SampleInvoices.of(name), 200).bytes());
            validate(file, wrong);
        }

        assertThat(wrong).isEmpty();
    }

    private static void validate(Path file, List<String> wrong) {
        ZUGFeRDValidator validator = new ZUGFeRDValidator();
        validator.disableNotices();
        String report = validator.validate(file.toString());
        if (!validator.wasCompletelyValid()) {
            wrong.add(file.getFileName() + ": " + report);
        }
    }

    private static Set<String> violations(byte[] pdf, PDFAFlavour flavour) throws Exception {
        Set<String> violations = new LinkedHashSet<>();
        try (PDFAParser parser =
                        Foundries.defaultInstance()
                                .createParser(new ByteArrayInputStream(pdf), flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            assertThat(result.getTotalAssertions()).isGreaterThan(500);
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    violations.add(
                            each.getRuleId().getClause()
                                    + "-"
                                    + each.getRuleId().getTestNumber()
                                    + " "
                                    + each.getMessage());
                }
            }
        }
        return violations;
    }
}

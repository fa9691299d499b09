package dev.meterlark.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.billing.invoice.IssuedInvoice;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/**
 * What makes a PDF one for the archive (PDF/A-3) and an e-invoice (Factur-X): metadata, the meaning
 * of its colours, and the XML inside of it.
 */
final class ArchiveMarks {

    private static final String XML_NAME = "factur-x.xml";
    private static final String PRODUCER = "Meterlark";

    private final PDDocument file;
    private final IssuedInvoice invoice;

    ArchiveMarks(PDDocument file, IssuedInvoice invoice) {
        this.file = file;
        this.invoice = invoice;
    }

    void put() throws IOException {
        PDDocumentCatalog catalog = file.getDocumentCatalog();
        byte[] xml = Obstacles.to(invoice) == null ? InvoiceXml.facturX(invoice) : null;
        information();
        PDMetadata metadata = new PDMetadata(file);
        metadata.importXMPMetadata(
                Metadata.of(invoice, InvoicePdf.title(invoice), xml == null).getBytes(UTF_8));
        catalog.setMetadata(metadata);
        outputIntent(catalog.getCOSObject());
        PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setDisplayDocTitle(true);
        catalog.setViewerPreferences(preferences);
        file.getDocument().setVersion(1.7f);
        if (xml != null) {
            attach(catalog.getCOSObject(), xml);
        }
    }

    private void information() {
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(InvoicePdf.title(invoice));
        information.setAuthor(CleanText.of(invoice.seller().name(), Metadata.LONGEST));
        information.setCreator(PRODUCER);
        information.setProducer(PRODUCER);
        information.setCreationDate(midnight(invoice.issued()));
        information.setModificationDate(midnight(invoice.issued()));
        file.setDocumentInformation(information);
    }

    private void outputIntent(COSDictionary catalog) throws IOException {
        PDStream profile =
                new PDStream(
                        file, new ByteArrayInputStream(SrgbProfile.bytes()), COSName.FLATE_DECODE);
        profile.getCOSObject().setInt(COSName.N, 3);
        COSDictionary intent = new COSDictionary();
        intent.setItem(COSName.TYPE, COSName.getPDFName("OutputIntent"));
        intent.setItem(COSName.S, COSName.getPDFName("GTS_PDFA1"));
        intent.setString(COSName.getPDFName("OutputConditionIdentifier"), "sRGB IEC61966-2.1");
        intent.setString(COSName.getPDFName("Info"), "sRGB IEC61966-2.1");
        intent.setItem(COSName.getPDFName("DestOutputProfile"), profile);
        COSArray intents = new COSArray();
        intents.add(intent);
        catalog.setItem(COSName.getPDFName("OutputIntents"), intents);
    }

    private void attach(COSDictionary catalog, byte[] xml) throws IOException {
        PDStream stream = new PDStream(file, new ByteArrayInputStream(xml), COSName.FLATE_DECODE);
        COSDictionary bytes = stream.getCOSObject();
        bytes.setItem(COSName.TYPE, COSName.getPDFName("EmbeddedFile"));
        bytes.setItem(COSName.SUBTYPE, COSName.getPDFName("text/xml"));
        COSDictionary facts = new COSDictionary();
        facts.setInt(COSName.SIZE, xml.length);
        facts.setDate(COSName.getPDFName("ModDate"), midnight(invoice.issued()));
        bytes.setItem(COSName.getPDFName("Params"), facts);
        COSDictionary files = new COSDictionary();
        files.setItem(COSName.F, stream);
        files.setItem(COSName.UF, stream);
        COSDictionary attachment = new COSDictionary();
        attachment.setItem(COSName.TYPE, COSName.getPDFName("Filespec"));
        attachment.setString(COSName.F, XML_NAME);
        attachment.setString(COSName.UF, XML_NAME);
        attachment.setString(COSName.DESC, "The invoice for programs (EN 16931)");
        attachment.setItem(COSName.getPDFName("AFRelationship"), COSName.getPDFName("Alternative"));
        attachment.setItem(COSName.EF, files);
        COSArray names = new COSArray();
        names.add(new COSString(XML_NAME));
        names.add(attachment);
        COSDictionary tree = new COSDictionary();
        tree.setItem(COSName.NAMES, names);
        COSDictionary byName = new COSDictionary();
        byName.setItem(COSName.getPDFName("EmbeddedFiles"), tree);
        catalog.setItem(COSName.NAMES, byName);
        COSArray associated = new COSArray();
        associated.add(attachment);
        catalog.setItem(COSName.getPDFName("AF"), associated);
    }

    private static Calendar midnight(LocalDate date) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
        return calendar;
    }
}

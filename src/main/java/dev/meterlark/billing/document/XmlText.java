package dev.meterlark.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes elements in UN/CEFACT's namespaces. Texts are escaped by the JDK's own writer; an element
 * that would be empty is left out, as EN 16931 wants it.
 */
final class XmlText {

    /** By its prefix. */
    enum Space {
        RSM("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
        RAM("urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
        UDT("urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100");

        private final String uri;

        Space(String uri) {
            this.uri = uri;
        }
    }

    /** Content of an element. */
    interface Content {
        void write() throws XMLStreamException;
    }

    private static final int LONGEST = 4_000;
    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter writer;

    XmlText() throws XMLStreamException {
        writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, UTF_8.name());
        writer.writeStartDocument(UTF_8.name(), "1.0");
    }

    byte[] bytes() throws XMLStreamException {
        writer.writeEndDocument();
        writer.close();
        return bytes.toByteArray();
    }

    void root(String name, Content content) throws XMLStreamException {
        start(Space.RSM, name);
        writer.writeNamespace("rsm", Space.RSM.uri);
        writer.writeNamespace("ram", Space.RAM.uri);
        writer.writeNamespace("udt", Space.UDT.uri);
        content.write();
        writer.writeEndElement();
    }

    void group(Space space, String name, Content content) throws XMLStreamException {
        start(space, name);
        content.write();
        writer.writeEndElement();
    }

    void group(String name, Content content) throws XMLStreamException {
        group(Space.RAM, name, content);
    }

    void text(String name, @Nullable String text) throws XMLStreamException {
        text(name, text, null, "");
    }

    /**
     * @param attribute null for none
     */
    void text(String name, @Nullable String text, @Nullable String attribute, String value)
            throws XMLStreamException {
        String clean = text == null ? "" : CleanText.of(text, LONGEST);
        if (clean.isEmpty()) {
            return;
        }
        start(Space.RAM, name);
        if (attribute != null) {
            writer.writeAttribute(attribute, value);
        }
        writer.writeCharacters(clean);
        writer.writeEndElement();
    }

    void number(String name, BigDecimal number) throws XMLStreamException {
        text(name, number.toPlainString());
    }

    void date(String name, LocalDate date) throws XMLStreamException {
        start(Space.RAM, name);
        start(Space.UDT, "DateTimeString");
        writer.writeAttribute("format", "102");
        writer.writeCharacters(DATE.format(date));
        writer.writeEndElement();
        writer.writeEndElement();
    }

    private void start(Space space, String name) throws XMLStreamException {
        String prefix =
                switch (space) {
                    case RSM -> "rsm";
                    case RAM -> "ram";
                    case UDT -> "udt";
                };
        writer.writeStartElement(prefix, name, space.uri);
    }
}

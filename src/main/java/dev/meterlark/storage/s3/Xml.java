package dev.meterlark.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/** Writes XML as S3 does. */
final class Xml {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder(512);

    private Xml() {
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    static Xml document(String root, Consumer<Xml> content) {
        Xml xml = new Xml();
        xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
        content.accept(xml);
        xml.text.append("</").append(root).append('>');
        return xml;
    }

    /** Errors have no namespace. */
    static Xml error(Consumer<Xml> content) {
        Xml xml = new Xml();
        xml.element("Error", content);
        return xml;
    }

    Xml element(String name, Consumer<Xml> content) {
        text.append('<').append(name).append('>');
        content.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    /** Nothing when there is no value. */
    Xml add(String name, @Nullable Object value) {
        if (value != null) {
            text.append('<').append(name).append('>');
            escape(value.toString());
            text.append("</").append(name).append('>');
        }
        return this;
    }

    Xml time(String name, Instant value) {
        return add(name, TIME.format(value));
    }

    Xml text(String value) {
        escape(value);
        return this;
    }

    /** As it is. */
    Xml raw(String xml) {
        text.append(xml);
        return this;
    }

    byte[] bytes() {
        return text.toString().getBytes(UTF_8);
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            switch (each) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> {
                    if (each < 0x20 || each == 0x7f || each == 0xfffe || each == 0xffff) {
                        text.append("&#x").append(Integer.toHexString(each)).append(';');
                    } else {
                        text.append(each);
                    }
                }
            }
        }
    }
}

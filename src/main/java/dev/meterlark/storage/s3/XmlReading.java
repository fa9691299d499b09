package dev.meterlark.storage.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of a request piece by piece, to the very end of its body, without document types or
 * entities: nothing is fetched, nothing grows, and what is longer or deeper than S3's own is
 * refused.
 */
final class XmlReading {

    /** The longest that S3 has: ten thousand parts with a checksum each. */
    private static final long MOST_BYTES = 4L << 20;

    private static final int LONGEST_TEXT = 8 * 1024;
    private static final int DEEPEST = 6;

    private static final XMLInputFactory FACTORY = factory();

    private final String root;
    private final Visitor visitor;
    private final StringBuilder path = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** Is told of elements as they end, by their path from the root. */
    interface Visitor {

        /**
         * @param path such as {@code Delete/Object/Key}
         * @param text what stands in it; of elements with others in them only blanks
         */
        void end(String path, String text);
    }

    private XmlReading(String root, Visitor visitor) {
        this.root = root;
        this.visitor = visitor;
    }

    /**
     * The body of a request, which is held against its {@code Content-MD5} if it has one.
     *
     * @throws S3Exception when it is another, not well-formed, or its root is another
     */
    static void read(S3Request request, String root, Visitor visitor) throws IOException {
        String said = WriteTerms.md5(request);
        if (said == null) {
            read(request.body().bytes(), root, visitor);
            return;
        }
        var body = new DigestInputStream(request.body().bytes(), md5());
        read(body, root, visitor);
        String found = Base64.getEncoder().encodeToString(body.getMessageDigest().digest());
        if (!found.equals(said)) {
            throw new S3Exception(
                    S3Error.BAD_DIGEST,
                    "The Content-MD5 you specified did not match what we received.");
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /**
     * @throws S3Exception when it is not well-formed, or its root is another
     */
    static void read(InputStream body, String root, Visitor visitor) throws IOException {
        var bounded = new Bounded(body);
        try {
            new XmlReading(root, visitor).read(FACTORY.createXMLStreamReader(bounded));
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException broken) {
                throw broken;
            }
            throw S3Exception.malformed(
                    e.getLocation() == null
                            ? "it is no XML"
                            : "line %d, column %d"
                                    .formatted(
                                            e.getLocation().getLineNumber(),
                                            e.getLocation().getColumnNumber()));
        }
        bounded.drain();
    }

    /** The same where there need be none. */
    static void readIfAny(InputStream body, String root, Visitor visitor) throws IOException {
        var peeked = new PushbackInputStream(body);
        int first = peeked.read();
        if (first >= 0) {
            peeked.unread(first);
            read(peeked, root, visitor);
        }
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> begin(xml.getLocalName());
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> add(xml.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw S3Exception.malformed("document types and entities are not taken");
                default -> {} // blanks, comments and instructions say nothing
            }
        }
    }

    private void begin(String name) {
        if (depth == 0 && !name.equals(root)) {
            throw S3Exception.malformed("the root must be %s".formatted(root));
        }
        if (++depth > DEEPEST || name.length() > 64) {
            throw S3Exception.malformed("it is too deep");
        }
        path.append(depth == 1 ? "" : "/").append(name);
        text.setLength(0);
    }

    private void end() {
        visitor.end(path.toString(), text.toString());
        text.setLength(0);
        path.setLength(Math.max(0, path.lastIndexOf("/")));
        depth--;
    }

    private void add(String more) {
        if (text.length() + more.length() > LONGEST_TEXT) {
            throw S3Exception.malformed("a text in it is too long");
        }
        text.append(more);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static final class Bounded extends FilterInputStream {

        private long left = MOST_BYTES;

        Bounded(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        /** Only at its end is it known to be what was signed. */
        void drain() throws IOException {
            byte[] piece = new byte[1024];
            while (read(piece, 0, piece.length) >= 0) {
                // Blanks, or what the parser had read ahead.
            }
        }

        /** The parser would close what is still to be read to its end. */
        @Override
        public void close() {}

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw S3Exception.malformed("it has more than %d bytes".formatted(MOST_BYTES));
            }
        }
    }
}

package dev.meterlark.invocation;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether bytes are one JSON value in UTF-8, found without building it. */
public final class JsonText {

    private static final int DEEPEST = 1000;

    /**
     * Without a table of property names, which would remember what every tenant sends. Such a
     * factory replaces bytes that are no UTF-8 in silence, so it is given characters.
     */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private JsonText() {}

    /** What is wrong and where; empty when nothing is. */
    public static Optional<String> flaw(byte[] text) {
        for (int i = 0; i < Math.min(4, text.length); i++) {
            if (text[i] == 0 || text[0] == (byte) 0xEF) {
                return Optional.of("it must be UTF-8 without a byte order mark");
            }
        }
        try (JsonParser parser = parser(text)) {
            if (parser.nextToken() == null) {
                return Optional.of("it holds no value");
            }
            parser.skipChildren();
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of(
                            "a second value begins at "
                                    + place(
                                            parser.currentTokenLocation().getLineNr(),
                                            parser.currentTokenLocation().getColumnNr()));
        } catch (JacksonException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                return Optional.of("it holds bytes that are not UTF-8");
            }
            String where =
                    e.getLocation() == null
                            ? ""
                            : ", at "
                                    + place(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr());
            return Optional.of(e.getOriginalMessage() + where);
        }
    }

    /**
     * Most events are ASCII, and for them a decoder and its buffers are more work than the rest.
     */
    private static JsonParser parser(byte[] text) {
        return isAscii(text)
                ? FACTORY.createParser(
                        ObjectReadContext.empty(), new String(text, StandardCharsets.US_ASCII))
                : FACTORY.createParser(ObjectReadContext.empty(), strictly(text));
    }

    private static boolean isAscii(byte[] text) {
        int all = 0;
        for (byte each : text) {
            all |= each;
        }
        return all >= 0;
    }

    private static Reader strictly(byte[] text) {
        return new InputStreamReader(
                new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder());
    }

    private static String place(int line, int column) {
        return "line %d, column %d".formatted(line, column);
    }
}

package dev.meterlark.storage.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.KeyBytes;
import dev.meterlark.storage.Shown;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Documents from JSON and back. They are copied token by token and never bound, so that a number
 * stays the text that it is: 1e400 does not become infinite, 2^63 does not lose its last digits and
 * 1.10 keeps its nought.
 */
final class DocumentJson {

    private static final int DEEPEST = 32;

    private static final JsonMapper EXACT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private DocumentJson() {}

    static JsonNode tree(byte[] json) {
        return EXACT.readTree(json);
    }

    static Document parse(byte[] json) {
        try (JsonParser parser = EXACT.createParser(text(json))) {
            parser.nextToken();
            Document document = copy(parser);
            if (parser.nextToken() != null) {
                throw malformed("there is something behind its end");
            }
            return document;
        } catch (JacksonException e) {
            throw malformed(Shown.text(e.getOriginalMessage()));
        }
    }

    /** From its first token to its last. */
    static Document copy(JsonParser from) {
        if (from.currentToken() != JsonToken.START_OBJECT) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "a document must be a JSON object, as in {\"name\": \"Ada\"}, was: "
                            + (from.currentToken() == null ? "nothing" : from.currentToken()));
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator to = EXACT.createGenerator(text)) {
            int depth = 1;
            to.writeStartObject();
            while (depth > 0) {
                depth += copied(from.nextToken(), from, to);
                if (depth > DEEPEST) {
                    throw new RefusedException(
                            ErrorCode.REQUEST_INVALID,
                            "a document may have %d objects and arrays one inside the other, and"
                                            .formatted(DEEPEST)
                                    + " has more");
                }
            }
        }
        return new Document(KeyBytes.of("a document", text.toString()));
    }

    /**
     * @return 1 when it goes deeper behind it, -1 when it comes back
     */
    private static int copied(JsonToken token, JsonParser from, JsonGenerator to) {
        return switch (token) {
            case START_OBJECT -> {
                to.writeStartObject();
                yield 1;
            }
            case END_OBJECT -> {
                to.writeEndObject();
                yield -1;
            }
            case START_ARRAY -> {
                to.writeStartArray();
                yield 1;
            }
            case END_ARRAY -> {
                to.writeEndArray();
                yield -1;
            }
            case PROPERTY_NAME,
                    VALUE_STRING,
                    VALUE_NUMBER_INT,
                    VALUE_NUMBER_FLOAT,
                    VALUE_TRUE,
                    VALUE_FALSE,
                    VALUE_NULL -> {
                copyScalar(token, from, to);
                yield 0;
            }
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("JSON text has no " + token);
        };
    }

    private static void copyScalar(JsonToken token, JsonParser from, JsonGenerator to) {
        String text = from.getString();
        switch (token) {
            case PROPERTY_NAME -> to.writeName(text);
            case VALUE_STRING -> to.writeString(text);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                Numbers.check(text);
                to.writeNumber(text);
            }
            case VALUE_TRUE, VALUE_FALSE -> to.writeBoolean(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> to.writeNull();
            case START_OBJECT,
                    END_OBJECT,
                    START_ARRAY,
                    END_ARRAY,
                    NOT_AVAILABLE,
                    VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException(token + " is no scalar");
        }
    }

    /** No other encoding, and no replacement of what is wrong. */
    private static String text(byte[] json) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("it is not in UTF-8");
        }
    }

    private static RefusedException malformed(String why) {
        return new RefusedException(
                ErrorCode.REQUEST_MALFORMED, "the document could not be read as JSON: " + why);
    }

    /** Of a document inside of something else. */
    static final class Reader extends ValueDeserializer<Document> {

        @Override
        public Document deserialize(JsonParser parser, DeserializationContext context) {
            return copy(parser);
        }
    }

    static final class Writer extends ValueSerializer<Document> {

        @Override
        public void serialize(
                Document document, JsonGenerator generator, SerializationContext context) {
            generator.writeRawValue(document.text());
        }
    }
}

package dev.meterlark.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * Reads what a function answered, as AWS's payload format 2.0 has it: an object with a {@code
 * statusCode} says status, headers, cookies and body; a text is the body; any other JSON is the
 * body as it stands. Nothing is built that the answer does not need.
 */
final class AnswerReader {

    private static final String JSON = "application/json";
    private static final int DEEPEST = 1_000;
    private static final int MOST_FIELDS = 200;
    private static final int LEAST_STATUS = 200;
    private static final int MOST_STATUS = 599;

    /** Without a table of names, which would remember what every tenant sends. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNameLength(64 * 1024)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final byte[] payload;
    private final List<HttpAnswer.Field> fields = new ArrayList<>();
    private final List<String> cookies = new ArrayList<>(0);
    private @Nullable String status;
    private @Nullable String body;
    private boolean base64;
    private @Nullable String flaw;

    private AnswerReader(byte[] payload) {
        this.payload = payload;
    }

    /**
     * @param contentType as the function's runtime said; what is not JSON is the body as it stands
     * @throws BadAnswerException when it is no HTTP answer
     */
    static HttpAnswer read(byte[] payload, String contentType) {
        if (!contentType.startsWith(JSON)) {
            return HttpAnswer.of(contentType, payload);
        }
        return switch (first(payload)) {
            case '{' -> new AnswerReader(payload).object();
            case '"' -> HttpAnswer.of(JSON, new AnswerReader(payload).text());
            default -> HttpAnswer.of(JSON, payload);
        };
    }

    /** What reading it came to. */
    sealed interface Tried {

        record Good(HttpAnswer answer) implements Tried {}

        /**
         * @param why for the function's owner
         */
        record Bad(String why) implements Tried {}
    }

    static Tried tried(byte[] payload, String contentType) {
        try {
            return new Tried.Good(read(payload, contentType));
        } catch (BadAnswerException e) {
            return new Tried.Bad(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What stands before the body of a streamed answer.
     *
     * @throws BadAnswerException when it is no JSON object or says what cannot be
     */
    static HttpAnswer prelude(byte[] json) {
        AnswerReader reader = new AnswerReader(json);
        reader.scan();
        if (reader.status == null) {
            reader.status = "200";
        }
        return reader.whole();
    }

    private HttpAnswer object() {
        scan();
        return status == null ? HttpAnswer.of(JSON, payload) : whole();
    }

    private HttpAnswer whole() {
        if (flaw != null) {
            throw new BadAnswerException(flaw);
        }
        boolean typed = fields.stream().anyMatch(f -> f.name().equalsIgnoreCase("content-type"));
        if (!typed) {
            fields.add(new HttpAnswer.Field("content-type", JSON));
        }
        return new HttpAnswer(statusCode(), fields, cookies, bodyBytes());
    }

    private byte[] text() {
        try (JsonParser parser = parser()) {
            parser.nextToken();
            byte[] text = parser.getString().getBytes(UTF_8);
            if (parser.nextToken() != null) {
                throw new BadAnswerException("more follows the text that was answered");
            }
            return text;
        } catch (JacksonException e) {
            throw noJson(e);
        }
    }

    private void scan() {
        try (JsonParser parser = parser()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadAnswerException("the answer is no JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                take(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new BadAnswerException("more follows the object that was answered");
            }
        } catch (JacksonException e) {
            throw noJson(e);
        }
    }

    private void take(String name, JsonParser parser) {
        switch (name) {
            case "statusCode" -> status = statusText(parser);
            case "headers" -> takeHeaders(parser);
            case "cookies" -> takeCookies(parser);
            case "body" -> body = scalar(name, parser);
            case "isBase64Encoded" -> base64 = Boolean.parseBoolean(scalar(name, parser));
            default -> parser.skipChildren();
        }
    }

    private void takeHeaders(JsonParser parser) {
        fields.clear();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            flawed("headers is no object", parser);
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            String value = scalar("headers." + name, parser);
            if (value != null && fields.size() < MOST_FIELDS) {
                fields.add(new HttpAnswer.Field(name, value));
            } else if (value != null) {
                flaw = "it has more than %d headers".formatted(MOST_FIELDS);
            }
        }
    }

    private void takeCookies(JsonParser parser) {
        cookies.clear();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            flawed("cookies is no array", parser);
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String value = scalar("cookies", parser);
            if (value != null && cookies.size() < MOST_FIELDS) {
                cookies.add(value);
            } else if (value != null) {
                flaw = "it has more than %d cookies".formatted(MOST_FIELDS);
            }
        }
    }

    private @Nullable String statusText(JsonParser parser) {
        boolean none = parser.currentToken() == JsonToken.VALUE_NULL;
        return none ? null : Objects.requireNonNullElse(scalar("statusCode", parser), "");
    }

    /** A text, number or truth value as a text; null for null, and for what is none of them. */
    private @Nullable String scalar(String name, JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == null || !token.isScalarValue()) {
            flawed("%s is neither a text nor a number".formatted(name), parser);
            return null;
        }
        return parser.getString();
    }

    /** An object without a status may hold anything by any name, so it is told at the end. */
    private void flawed(String what, JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            flaw = what;
            parser.skipChildren();
        }
    }

    private int statusCode() {
        String said = String.valueOf(status);
        boolean number = said.length() == 3 && said.chars().allMatch(c -> c >= '0' && c <= '9');
        int code = number ? Integer.parseInt(said) : 0;
        if (code < LEAST_STATUS || code > MOST_STATUS) {
            throw new BadAnswerException(
                    "statusCode must be %d to %d, was: %s"
                            .formatted(
                                    LEAST_STATUS,
                                    MOST_STATUS,
                                    said.substring(0, Math.min(said.length(), 20))));
        }
        return code;
    }

    private byte[] bodyBytes() {
        if (body == null) {
            return new byte[0];
        }
        if (!base64) {
            return body.getBytes(UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new BadAnswerException("isBase64Encoded is true, but the body is no base64");
        }
    }

    private JsonParser parser() {
        return FACTORY.createParser(ObjectReadContext.empty(), payload);
    }

    private static BadAnswerException noJson(JacksonException e) {
        return new BadAnswerException("the answer is no JSON: " + e.getOriginalMessage());
    }

    private static int first(byte[] payload) {
        for (byte each : payload) {
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                return each;
            }
        }
        return -1;
    }
}

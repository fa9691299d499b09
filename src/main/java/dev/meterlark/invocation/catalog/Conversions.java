package dev.meterlark.invocation.catalog;

import dev.meterlark.invocation.JsonText;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of what one stage answered what the next accepts, where both say the same thing: text and
 * JSON strings, lines of JSON and lists, forms and objects, a CloudEvent and its data. Nothing is
 * guessed.
 */
final class Conversions {

    static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BYTES = "application/octet-stream";
    private static final List<String> LINES =
            List.of("application/x-ndjson", "application/jsonl", "application/x-jsonlines");
    private static final JsonMapper MAPPER = new JsonMapper();

    private Conversions() {}

    /** What a stage may say that it accepts. */
    static boolean offers(String type) {
        String bare = MediaTypeText.bare(type);
        return MediaTypeText.isOne(type) && !bare.contains("*");
    }

    /**
     * @param wanted null to leave it as it is, but for what claims to be JSON and is none
     * @throws UnfitException when there is no way
     */
    static Content to(@Nullable String wanted, Content in) {
        Content sound = MediaTypeText.isJson(in.type()) ? sound(in) : in;
        if (wanted == null) {
            return sound;
        }
        String from = MediaTypeText.bare(in.type());
        String to = MediaTypeText.bare(wanted);
        if (from.equals(to) && !MediaTypeText.isText(to)) {
            return sound;
        }
        if (from.equals(CloudEvent.STRUCTURED)) {
            return to(wanted, data(sound));
        }
        if (to.equals(BYTES)) {
            return new Content(sound.bytes(), BYTES);
        }
        if (to.equals(JSON)) {
            return new Content(json(from, sound), JSON);
        }
        if (MediaTypeText.isText(to)) {
            return new Content(text(sound).getBytes(StandardCharsets.UTF_8), to + ";charset=utf-8");
        }
        if (LINES.contains(to)) {
            return new Content(lines(sound), to);
        }
        throw no(wanted, in);
    }

    /** Nothing at all is null: an answer without a value. */
    private static Content sound(Content in) {
        if (in.bytes().length == 0) {
            return new Content("null".getBytes(StandardCharsets.US_ASCII), in.type());
        }
        JsonText.flaw(in.bytes())
                .ifPresent(
                        flaw -> {
                            throw new UnfitException(
                                    "it says that it is %s and is not: %s"
                                            .formatted(in.type(), flaw));
                        });
        return in;
    }

    private static byte[] json(String from, Content in) {
        if (MediaTypeText.isJson(from)) {
            return in.bytes();
        }
        if (MediaTypeText.isText(from)) {
            return MAPPER.writeValueAsBytes(text(in));
        }
        if (LINES.contains(from)) {
            return list(in);
        }
        if (from.equals(FORM)) {
            return form(in);
        }
        throw no(JSON, in);
    }

    /** A JSON string is its text; any other value is as it is written. */
    static String text(Content in) {
        if (MediaTypeText.isJson(in.type())) {
            String written = new String(in.bytes(), StandardCharsets.UTF_8);
            return written.strip().startsWith("\"") ? MAPPER.readTree(written).asString() : written;
        }
        if (MediaTypeText.isText(in.type())) {
            return decoded(in);
        }
        throw no("text/plain", in);
    }

    private static byte[] lines(Content in) {
        byte[] json = json(MediaTypeText.bare(in.type()), in);
        if (!JsonList.isOne(json)) {
            throw new UnfitException("only a list has lines, and it is none");
        }
        var lines = new ByteArrayOutputStream(json.length);
        for (byte[] each : JsonList.elements(json, Integer.MAX_VALUE)) {
            lines.writeBytes(MAPPER.writeValueAsBytes(MAPPER.readTree(each)));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private static byte[] list(Content in) {
        List<byte[]> elements = new ArrayList<>();
        int number = 0;
        for (String line : decoded(in).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                byte[] bytes = line.strip().getBytes(StandardCharsets.UTF_8);
                int at = number;
                JsonText.flaw(bytes)
                        .ifPresent(
                                flaw -> {
                                    throw new UnfitException(
                                            "line %d is not JSON: %s".formatted(at, flaw));
                                });
                elements.add(bytes);
            }
        }
        return JsonList.of(elements);
    }

    /** Of a name that comes twice the last value counts. */
    private static byte[] form(Content in) {
        ObjectNode object = MAPPER.createObjectNode();
        for (String pair : decoded(in).split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                object.put(
                        unescaped(name), equals < 0 ? "" : unescaped(pair.substring(equals + 1)));
            }
        }
        return MAPPER.writeValueAsBytes(object);
    }

    private static String unescaped(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnfitException("a form that is not percent-encoded as it should be");
        }
    }

    private static String decoded(Content in) {
        Charset charset =
                MediaTypeText.charset(in.type())
                        .orElseThrow(
                                () ->
                                        new UnfitException(
                                                "its charset is not known here: " + in.type()));
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(in.bytes())).toString();
        } catch (CharacterCodingException e) {
            throw new UnfitException(
                    "it says that it is %s and holds other bytes".formatted(in.type()));
        }
    }

    private static Content data(Content structured) {
        try {
            CloudEvent event = CloudEvent.structured(structured.bytes());
            return new Content(event.data(), event.typeOfData());
        } catch (IllegalArgumentException e) {
            throw new UnfitException("it is no CloudEvent: " + e.getMessage());
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new UnfitException("it is not JSON: " + e.getOriginalMessage());
        }
    }

    static byte[] written(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    private static UnfitException no(String wanted, Content in) {
        return new UnfitException("it is %s, which cannot be made %s".formatted(in.type(), wanted));
    }
}

package dev.meterlark.worker.protocol;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a runtime says went wrong. A tenant wrote it: the type is matched whole, the texts are cut.
 */
record ErrorObject(String type, String message) {

    private static final int LONGEST_MESSAGE = 4096;

    /** Type and message stand before any stack trace; nobody parses megabytes for them. */
    private static final int LOOKED_AT = 64 * 1024;

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern BODY_TYPE = Pattern.compile("[A-Za-z0-9_.$]{1,256}");
    private static final Pattern HEADER_TYPE =
            Pattern.compile("(Runtime|Function)\\.[A-Z][a-zA-Z]{1,240}");

    /**
     * @param header value of {@code Lambda-Runtime-Function-Error-Type}
     * @param unknown the type when neither body nor header has a permitted one
     */
    static ErrorObject read(byte[] body, @Nullable String header, String unknown) {
        String type = "";
        String message = null;
        int length = Math.min(body.length, LOOKED_AT);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body, 0, length)) {
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            while (object && json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value != JsonToken.VALUE_STRING) {
                    json.skipChildren();
                } else if (name.equals("errorType")) {
                    type = json.getString();
                } else if (name.equals("errorMessage")) {
                    message = json.getString();
                }
            }
        } catch (JacksonException _) {
            // Not JSON, or cut at LOOKED_AT: what was read so far stands.
        }
        return new ErrorObject(
                permitted(type, header, unknown), message == null ? plain(body) : cut(message));
    }

    private static String permitted(String type, @Nullable String header, String unknown) {
        if (BODY_TYPE.matcher(type).matches()) {
            return type;
        }
        return header != null && HEADER_TYPE.matcher(header).matches() ? header : unknown;
    }

    private static String plain(byte[] body) {
        int length = Math.min(body.length, LONGEST_MESSAGE);
        return new String(body, 0, length, StandardCharsets.UTF_8);
    }

    private static String cut(String message) {
        return message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE);
    }
}

package dev.meterlark.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** One event as the Runtime API handed it over. Header names are in lower case. */
record Event(Map<String, String> headers, byte[] body) {

    String requestId() {
        return headers.getOrDefault("lambda-runtime-aws-request-id", "");
    }

    String traceId() {
        return headers.get("lambda-runtime-trace-id");
    }

    String functionArn() {
        return headers.getOrDefault("lambda-runtime-invoked-function-arn", "");
    }

    long deadlineMillis() {
        String value = headers.get("lambda-runtime-deadline-ms");
        return value == null ? 0 : Long.parseLong(value);
    }

    String clientContext() {
        return headers.get("lambda-runtime-client-context");
    }

    String contentType() {
        return headers.getOrDefault("content-type", "application/json");
    }

    /** The event as a JSON tree; text of another media type is a string. */
    Object tree() {
        String kind = mediaType();
        String text = new String(body, StandardCharsets.UTF_8);
        if (kind.equals("application/json") || kind.endsWith("+json")) {
            return JsonReader.read(text);
        }
        if (kind.startsWith("text/")) {
            return text;
        }
        if (kind.equals("application/x-www-form-urlencoded")) {
            return jsonOrText(text);
        }
        throw new JsonException(
                "The event is "
                        + kind
                        + ", which only a byte[] or an InputStream can take; this handler wants"
                        + " JSON");
    }

    /** {@code curl -d} says of everything that it is a form. */
    private static Object jsonOrText(String text) {
        try {
            return JsonReader.read(text);
        } catch (JsonException e) {
            return text;
        }
    }

    private String mediaType() {
        String type = contentType();
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon))
                .trim()
                .toLowerCase(Locale.ROOT);
    }
}

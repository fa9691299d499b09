package dev.meterlark.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Between events and arguments, results and answers. */
final class Conversion {

    private Conversion() {}

    /**
     * A {@code byte[]} or an InputStream takes the event as it came; a String takes a JSON string's
     * value, or the text of any other event.
     */
    static Object argument(Event event, Generics type) throws RuntimeFailure {
        Class<?> raw = type.raw();
        if (raw == byte[].class) {
            return event.body();
        }
        if (raw == InputStream.class) {
            return new ByteArrayInputStream(event.body());
        }
        try {
            Object tree = event.tree();
            if (raw == String.class && (tree instanceof Map || tree instanceof List)) {
                return new String(event.body(), StandardCharsets.UTF_8);
            }
            return Binder.bind(tree, type);
        } catch (JsonException e) {
            throw new RuntimeFailure("Runtime.UnmarshalError", e.getMessage(), e.getCause());
        }
    }

    static Outcome outcome(Object result) throws IOException, RuntimeFailure {
        if (result instanceof byte[]) {
            return Outcome.raw((byte[]) result);
        }
        if (result instanceof InputStream) {
            try (InputStream in = (InputStream) result) {
                return Outcome.raw(in.readAllBytes());
            }
        }
        try {
            return Outcome.json(JsonWriter.bytes(result));
        } catch (JsonException e) {
            throw new RuntimeFailure("Runtime.MarshalError", e.getMessage(), e.getCause());
        }
    }
}

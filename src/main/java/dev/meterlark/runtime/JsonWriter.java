package dev.meterlark.runtime;

import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.BaseStream;

/** Writes values, records and beans as JSON. */
final class JsonWriter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(256);
    private int depth;

    private JsonWriter() {}

    static byte[] bytes(Object value) {
        JsonWriter writer = new JsonWriter();
        writer.write(value);
        // A lone surrogate became an escape, so nothing is replaced here.
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(Object value) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof CharSequence || value instanceof Character) {
            string(value.toString());
        } else if (value instanceof Number) {
            number((Number) value);
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Map) {
            map((Map<?, ?>) value);
        } else if (value instanceof Enum) {
            string(((Enum<?>) value).name());
        } else if (value instanceof Iterable && !(value instanceof Path)) {
            iterate(((Iterable<?>) value).iterator());
        } else if (value.getClass().isArray()) {
            array(value);
        } else {
            other(value);
        }
    }

    private void other(Object value) {
        if (value instanceof Optional) {
            write(((Optional<?>) value).orElse(null));
        } else if (value instanceof OptionalInt) {
            OptionalInt optional = (OptionalInt) value;
            write(optional.isPresent() ? optional.getAsInt() : null);
        } else if (value instanceof OptionalLong) {
            OptionalLong optional = (OptionalLong) value;
            write(optional.isPresent() ? optional.getAsLong() : null);
        } else if (value instanceof OptionalDouble) {
            OptionalDouble optional = (OptionalDouble) value;
            write(optional.isPresent() ? optional.getAsDouble() : null);
        } else if (value instanceof Iterator) {
            iterate((Iterator<?>) value);
        } else if (value instanceof BaseStream) {
            iterate(((BaseStream<?, ?>) value).iterator());
        } else if (value instanceof Date) {
            string(((Date) value).toInstant().toString());
        } else if (value instanceof JsonNumber) {
            out.append(((JsonNumber) value).text());
        } else if (value.getClass().getName().startsWith("java.") || value instanceof Path) {
            string(value.toString());
        } else {
            object(value);
        }
    }

    private void number(Number value) {
        if (value instanceof Double || value instanceof Float) {
            double decimal = value.doubleValue();
            if (Double.isNaN(decimal) || Double.isInfinite(decimal)) {
                throw new JsonException("JSON has no number " + value);
            }
        }
        out.append(value);
    }

    private void map(Map<?, ?> map) {
        open('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            name(key instanceof Enum ? ((Enum<?>) key).name() : String.valueOf(key));
            write(entry.getValue());
        }
        close('}');
    }

    private void object(Object value) {
        open('{');
        for (Properties.Readable property : Properties.readableOf(value.getClass())) {
            Object content = property.of(value);
            name(property.name());
            write(content);
        }
        close('}');
    }

    private void iterate(Iterator<?> values) {
        open('[');
        while (values.hasNext()) {
            separate();
            write(values.next());
        }
        close(']');
    }

    private void array(Object array) {
        if (array instanceof byte[]) {
            string(Base64.getEncoder().encodeToString((byte[]) array));
            return;
        }
        open('[');
        int length = Array.getLength(array);
        for (int i = 0; i < length; i++) {
            separate();
            write(Array.get(array, i));
        }
        close(']');
    }

    private void open(char bracket) {
        if (++depth > JsonReader.DEEPEST) {
            throw new JsonException(
                    "The result is nested deeper than "
                            + JsonReader.DEEPEST
                            + " levels, or contains itself");
        }
        out.append(bracket);
    }

    private void close(char bracket) {
        depth--;
        out.append(bracket);
    }

    private void name(String name) {
        separate();
        string(name);
        out.append(':');
    }

    private void separate() {
        char last = out.charAt(out.length() - 1);
        if (last != '{' && last != '[') {
            out.append(',');
        }
    }

    private void string(String text) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(text, plain, i);
            escape(c);
            plain = i + 1;
        }
        out.append(text, plain, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"':
            case '\\':
                out.append('\\').append(c);
                break;
            case '\n':
                out.append("\\n");
                break;
            case '\r':
                out.append("\\r");
                break;
            case '\t':
                out.append("\\t");
                break;
            default:
                out.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
        }
    }
}
